package io.syncline.core.run;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs that a run leads: each has its own scope, lease and row, several go on at once, and the
 * parent ends after the last of them, as the worst of them did. Threads may share it.
 *
 * <ol>
 *   <li>A child whose scope is held is not waited for: it is told so, and the others go on.
 *   <li>What stops the parent stops its children, and none is begun any more.
 *   <li>The calls of a child to the source count on the parent.
 *   <li>Whose process dies has no heartbeat: parent and children are buried alike.
 * </ol>
 */
@Component
public final class ChildRuns {
  private static final Logger LOG = LoggerFactory.getLogger(ChildRuns.class);

  private final RunOpening opening;
  private final RunHistory history;
  private final RunLead lead;

  ChildRuns(RunOpening opening, RunHistory history, RunLead lead) {
    this.opening = opening;
    this.history = history;
    this.lead = lead;
  }

  /**
   * A run to be led.
   *
   * @param route the route that does its work
   * @param body what that begins with, such as what the parent has read for it
   */
  public record Order(RunRequest request, String route, Object body) {}

  /** What became of an order: the run as it ended, or why none was begun. */
  public record Child(Order order, Optional<Run> run, Optional<Problem> refused) {
    private static Child refused(Order order, Problem problem) {
      return new Child(order, Optional.empty(), Optional.of(problem));
    }

    private RunOutcome outcome() {
      return run.map(Run::outcome).orElse(RunOutcome.PARTIAL);
    }
  }

  /**
   * Leads a run for each order, so many at once, and answers when the last one has ended, in the
   * order of the orders.
   */
  public List<Child> lead(ActiveRun parent, List<Order> orders, int atOnce) {
    if (orders.isEmpty()) {
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, orders.size()), task -> Daemons.of(task, "child"));
    try {
      List<Future<Child>> begun =
          orders.stream().map(order -> threads.submit(() -> lead(parent, order))).toList();
      List<Child> children = new ArrayList<>();
      for (int i = 0; i < orders.size(); i++) {
        children.add(ended(orders.get(i), begun.get(i)));
      }
      children.forEach(child -> note(parent, child));
      return children;
    } finally {
      threads.shutdown();
    }
  }

  private Child lead(ActiveRun parent, Order order) {
    Optional<ActiveRun.Stop> stop = parent.stopped();
    if (stop.isPresent()) {
      return Child.refused(order, notBegun(stop.get()));
    }
    ActiveRun run;
    try {
      run = opening.open(order.request().under(parent.id())).run().orElseThrow();
    } catch (RequestRefused e) {
      LOG.info("child not begun parent={} reason={}", parent.id(), e.problem().code());
      return Child.refused(order, e.problem());
    }
    run.tally().callsCountOn(parent.tally());
    Runnable end = () -> parent.stopped().ifPresent(it -> run.stop(it.reason(), it.words()));
    parent.waits().begin(end);
    try {
      lead.lead(run, order.route(), order.body());
    } finally {
      parent.waits().end(end);
    }
    return new Child(order, history.find(run.id()), Optional.empty());
  }

  private static Problem notBegun(ActiveRun.Stop stop) {
    return RequestRefused.of(
            409, stop.reason().name(), "The run that leads it stopped", stop.words())
        .problem();
  }

  /** Its thread is the child's alone: whoever interrupts this one does not end it. */
  private static Child ended(Order order, Future<Child> child) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return child.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          LOG.error("child failed scope={}", order.request().scope(), e.getCause());
          return Child.refused(
              order, RequestRefused.of(500, "INTERNAL", "The run failed", "See the log").problem());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void note(ActiveRun parent, Child child) {
    parent.childEnded(child.outcome());
    child
        .refused()
        .filter(problem -> parent.stopped().isEmpty())
        .ifPresent(
            problem ->
                parent
                    .errors()
                    .add(
                        ErrorKind.OTHER,
                        new RowError(
                            child.order().request().scope(),
                            null,
                            problem.code(),
                            problem.detail(),
                            Severity.ERROR)));
  }
}
