package io.syncline.core.run;

import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Leads an opened run through {@code core.run} to its end, on the thread that asks for it. */
@Component
final class RunLead {
  private static final Logger LOG = LoggerFactory.getLogger(RunLead.class);

  private final ProducerTemplate template;
  private final ActiveRuns runs;

  RunLead(ProducerTemplate template, ActiveRuns runs) {
    this.template = template;
    this.runs = runs;
  }

  /**
   * Leads the run.
   *
   * @param route the one that does the work; never a word that a caller sent
   * @param body what the route begins with
   */
  void lead(ActiveRun run, String route, @Nullable Object body) {
    run.memory().ledBy(route, body == null);
    send(run, route, body);
  }

  /**
   * Leads a run to its end without its work, or back to the queue where that only has to wait.
   *
   * @param route the one that does its work then
   */
  void end(ActiveRun run, String route) {
    run.memory().ledBy(route, true);
    send(run, Parking.END, null);
  }

  private void send(ActiveRun run, String route, @Nullable Object body) {
    try {
      template.send(
          "direct:core.run",
          exchange -> {
            exchange.setVariable("run", run);
            exchange.setVariable("pipeline", run.pipeline());
            exchange.setVariable("route", route);
            exchange.getMessage().setBody(body);
          });
    } catch (RuntimeException e) {
      LOG.error("run could not be led run={}", run.id(), e);
    } finally {
      runs.remove(run);
    }
  }
}
