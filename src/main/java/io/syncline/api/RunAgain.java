package io.syncline.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Asks once more for what a run was asked for: as it was, or really where it was a dry run. */
@Component
final class RunAgain {
  private static final String DRY_RUN = "dry_run";
  private static final String WAIT = "wait";
  private static final List<String> NAMES = List.of(DRY_RUN, WAIT);

  /** What these did was about one record as it was then. */
  private static final Set<String> ONCE = Set.of(Trigger.EDIT.word(), Trigger.REPLAY.word());

  private final RunHistory history;
  private final Pipelines pipelines;
  private final Duration wait;

  RunAgain(RunHistory history, Pipelines pipelines, @Value("${syncline.http.wait}") Duration wait) {
    this.history = history;
    this.pipelines = pipelines;
    this.wait = wait;
  }

  /**
   * The request of that run, by who calls now.
   *
   * @throws RequestRefused 409 where it was a part of something else
   */
  RunRequest asked(@Body ApiRequest call) {
    Run run = history.known(call.id());
    refuse(run);
    ObjectNode asked = call.asked();
    for (String name : (Iterable<String>) asked::fieldNames) {
      if (!NAMES.contains(name)) {
        throw RequestRefused.invalid(name, "unknown", NAMES);
      }
    }
    ObjectNode parameters = run.parameters().deepCopy();
    return new RunRequest(
        run.pipeline(),
        run.scope(),
        Trigger.MANUAL,
        call.slot(),
        call.caller(),
        parameters,
        ApiRequest.isTrue(asked, DRY_RUN, run.dryRun()),
        false,
        ApiRequest.isTrue(asked, WAIT, true) ? wait : Duration.ZERO,
        pipelines.find(run.pipeline()).map(it -> it.turn().apply(parameters)).orElse(Turn.NONE),
        Optional.empty());
  }

  private static void refuse(Run run) {
    if (run.parent().isPresent()) {
      throw notRepeatable("It was led by run " + run.parent().get() + "; ask for that one");
    }
    if (ONCE.contains(run.trigger()) || !run.parameters().isObject()) {
      throw notRepeatable("It wrote one record as that was then; change or replay that again");
    }
  }

  private static RequestRefused notRepeatable(String why) {
    return RequestRefused.of(409, "NOT_REPEATABLE", "The run cannot be repeated", why);
  }
}
