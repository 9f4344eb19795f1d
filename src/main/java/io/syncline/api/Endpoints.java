package io.syncline.api;

import static io.syncline.core.pipeline.Guard.ADMIN;
import static io.syncline.core.pipeline.Guard.NONE;
import static io.syncline.core.pipeline.Guard.VIEWER;

import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Pipelines;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Every path that a route serves: those of the pipelines and what they have in common. */
@Component
public final class Endpoints {
  private static final int LONGEST_NAME = 64;

  private static final List<Endpoint> COMMON =
      List.of(
          Endpoint.get("/health", NONE),
          Endpoint.get("/test-db", NONE),
          Endpoint.get("/api/overview", VIEWER),
          Endpoint.get("/api/pipelines", VIEWER),
          Endpoint.get("/api/pipelines/{word}/parameters", VIEWER),
          Endpoint.post("/api/pipelines/{word}/runs", ADMIN).takingParameters(),
          Endpoint.get("/api/schedules", VIEWER),
          Endpoint.post("/api/schedules/{name}/pause", ADMIN),
          Endpoint.post("/api/schedules/{name}/resume", ADMIN),
          Endpoint.post("/api/schedules/{name}/run", ADMIN).taking("wait"),
          Endpoint.get("/api/settings", ADMIN),
          Endpoint.get("/api/sync/runs", VIEWER)
              .taking("before", "limit", "parent", "pipeline", "source", "status"),
          Endpoint.get("/api/sync/runs/{id}", VIEWER).taking("parts"),
          Endpoint.get("/api/sync/runs/{id}/errors", VIEWER).taking("before", "limit"),
          Endpoint.get("/api/sync/runs/{id}/rows", VIEWER).taking("before", "limit"),
          Endpoint.get("/api/sync/runs/{id}/changes", VIEWER)
              .taking("action", "before", "limit", "text"),
          Endpoint.get("/api/sync/runs/{id}/log", ADMIN).taking("level", "limit"),
          Endpoint.post("/api/sync/runs/{id}/again", ADMIN).taking("dry_run", "wait"),
          Endpoint.post("/api/sync/runs/{id}/cancel", ADMIN),
          Endpoint.get("/api/audit", ADMIN).taking("before", "by", "limit", "path", "who"),
          Endpoint.get("/api/dead-letters", ADMIN).taking("before", "limit", "pipeline"),
          Endpoint.get("/api/dead-letters/{id}", ADMIN),
          Endpoint.of("/api/dead-letters/{id}", ADMIN, "PATCH").taking("dry_run"),
          Endpoint.post("/api/dead-letters/{id}/close", ADMIN),
          Endpoint.post("/api/dead-letters/{id}/replay", ADMIN),
          Endpoint.get("/api/divergence", ADMIN),
          Endpoint.post("/api/divergence/repair", ADMIN).taking("delete_extra", "dry_run", "wait"));

  private final List<Endpoint> all;

  Endpoints(Pipelines pipelines) {
    Endpoint why =
        Endpoint.get("/api/why", VIEWER).taking(pipelines.explained().toArray(String[]::new));
    this.all =
        Stream.of(
                COMMON.stream(),
                Stream.of(why),
                pipelines.all().stream().flatMap(pipeline -> pipeline.endpoints().stream()))
            .flatMap(Function.identity())
            .toList();
  }

  public List<Endpoint> all() {
    return all;
  }

  /**
   * Refuses what no query of that endpoint may have: a misspelt dry_run must not really write.
   *
   * @throws RequestRefused 400 with what it may have
   */
  void check(ApiRequest call) {
    List<String> known =
        of(call.method(), call.endpoint())
            .map(it -> it.query().orElseGet(() -> List.copyOf(call.query().keySet())))
            .orElseGet(List::of);
    for (String name : call.query().keySet()) {
      if (!known.contains(name)) {
        throw RequestRefused.invalid(OneLine.of(name, LONGEST_NAME), "unknown", known);
      }
    }
  }

  /**
   * The endpoint of that method and template of a path.
   *
   * @throws IllegalArgumentException when there is none
   */
  Endpoint find(String method, String path) {
    return of(method, path)
        .orElseThrow(() -> new IllegalArgumentException("no endpoint " + method + " " + path));
  }

  Optional<Endpoint> of(String method, String path) {
    return all.stream()
        .filter(it -> it.path().equals(path))
        .filter(it -> it.methods().contains(method))
        .findFirst();
  }

  /**
   * The headers that a signature of a call of that path is checked by; none where there is none.
   */
  List<String> signedBy(String path) {
    return all.stream()
        .filter(endpoint -> endpoint.path().equals(path))
        .flatMap(endpoint -> endpoint.signedBy().stream())
        .toList();
  }

  /** The paths that one kind of credential opens. */
  public String[] guardedBy(Guard guard) {
    return all.stream()
        .filter(endpoint -> endpoint.guard() == guard)
        .map(Endpoint::path)
        .toArray(String[]::new);
  }
}
