package io.syncline.core.error;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A request that was not begun; carries the {@link Problem} its caller is answered with. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private RequestRefused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** 400: a parameter or member has a value that is not allowed; names those that are. */
  public static RequestRefused invalid(String name, String reason, Collection<String> allowed) {
    return new RequestRefused(
        new Problem(
            400,
            "INVALID_PARAMETER",
            "Invalid parameter",
            name + ": " + reason,
            allowed.isEmpty()
                ? Map.of("parameter", name)
                : Map.of("parameter", name, "allowed", List.copyOf(allowed))));
  }

  /** 400: what is to be configured could not be run; names every reason. */
  public static RequestRefused configInvalid(List<String> reasons) {
    return new RequestRefused(
        new Problem(
            400,
            "CONFIG_INVALID",
            "The configuration is not valid",
            String.join("; ", reasons),
            Map.of("reasons", List.copyOf(reasons))));
  }

  /** 409: a run of the same scope is under way; names it. */
  public static RequestRefused alreadyRunning(String scope, UUID runId) {
    return new RequestRefused(
        new Problem(
            409,
            "ALREADY_RUNNING",
            "A run of this scope is under way",
            "Scope " + scope + " is held by run " + runId + "; wait for it or cancel it",
            Map.of("run_id", runId.toString(), "run_url", "/api/sync/runs/" + runId)));
  }

  /** 410: the run was there and is kept no longer. */
  public static RequestRefused forgotten(UUID runId) {
    return of(
        410,
        "RUN_FORGOTTEN",
        "The run is kept no longer",
        "Run " + runId + " was there; runs are kept for syncline.run.keep-days");
  }

  /** 503: the pipeline lacks a credential; names the variables to set, each or one of several. */
  public static RequestRefused pipelineOff(String pipeline, List<String> variables) {
    List<String> each =
        variables.stream().flatMap(either -> Stream.of(either.split(" or "))).toList();
    return new RequestRefused(
        new Problem(
            503,
            "PIPELINE_OFF",
            "The pipeline is off",
            "Set " + String.join(", ", variables) + " and start again to use " + pipeline,
            Map.of("pipeline", pipeline, "variables", each)));
  }

  /** 503: not now; says when to try again. */
  public static RequestRefused later(String code, String title, String detail, Duration after) {
    return new RequestRefused(Problem.later(503, code, title, detail, after));
  }

  /** Any other refusal. */
  public static RequestRefused of(int status, String code, String title, String detail) {
    return new RequestRefused(new Problem(status, code, title, detail, Map.of()));
  }

  public Problem problem() {
    return problem;
  }
}
