package io.syncline.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.apache.camel.builder.RouteBuilder;

/** A pipeline whose sync does what the test says; its scope is the parameter of that name. */
public class TestPipeline extends RouteBuilder implements RunNotice {
  public static final String WORD = "entities";

  private volatile Consumer<ActiveRun> sync = run -> {};
  private volatile BiConsumer<ActiveRun, Object> child = (run, body) -> {};

  /** What the next runs do. */
  public void does(Consumer<ActiveRun> work) {
    sync = work;
  }

  /** What runs do that another leads, with what that gave them. */
  public void childDoes(BiConsumer<ActiveRun, Object> work) {
    child = work;
  }

  @Override
  public void configure() {
    from("direct:" + WORD + ".sync").routeId(WORD + ".sync").bean(this, "sync");
    from("direct:" + WORD + ".child").routeId(WORD + ".child").bean(this, "child");
  }

  /** A bean step, as in the files: an error of the machine is a failure of the exchange there. */
  public void sync(@Variable("run") ActiveRun run) {
    sync.accept(run);
  }

  /** The step of a run that is led by another. */
  public void child(@Variable("run") ActiveRun run, @Body Object body) {
    child.accept(run, body);
  }

  @Override
  public Optional<Notice> of(ActiveRun run) {
    return Optional.empty();
  }

  /** The run of a scope, which are single letters. */
  public static RunRequest scheduled(String scope) {
    if (scope.length() != 1) {
      throw RequestRefused.of(404, "UNKNOWN_SCOPE", "Unknown scope", "There is no " + scope);
    }
    return request(scope, Trigger.SCHEDULE, Optional.empty(), false, Duration.ZERO);
  }

  public static RunRequest request(
      String scope, Trigger trigger, Optional<String> slot, boolean dryRun, Duration wait) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("scope", scope);
    return new RunRequest(
        WORD,
        WORD + "/" + scope,
        trigger,
        slot,
        "test",
        parameters,
        dryRun,
        false,
        wait,
        RunRequest.Turn.NONE);
  }
}
