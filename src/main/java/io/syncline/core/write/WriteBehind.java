package io.syncline.core.write;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Aside;
import io.syncline.core.stream.Batch;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Has production take a batch while its run goes on: the beans behind {@code core.write-behind}.
 * One at a time, so that a run's batches reach production in their order. Threads may share it.
 */
@Component
public final class WriteBehind {
  private final Aside aside;
  private final ProducerTemplate template;

  WriteBehind(Aside aside, ProducerTemplate template) {
    this.aside = aside;
    this.template = template;
  }

  /** Takes a batch of a run in hand; the one before may be on its way to production still. */
  public Delivery begin(Batch batch, @Variable("run") ActiveRun run) {
    return new Delivery(run, batch);
  }

  /**
   * Begins the delivery to production once the one before has ended, and throws what that threw.
   */
  public void deliver(Delivery delivery) {
    delivery.run().settle();
    delivery
        .run()
        .goesOn(
            aside.begin(
                () -> {
                  apply(delivery);
                  return delivery;
                }));
  }

  private void apply(Delivery delivery) {
    Exchange exchange =
        template.send(
            "direct:core.write-production",
            it -> {
              it.setVariable("run", delivery.run());
              it.getMessage().setBody(delivery);
            });
    Exception failure = exchange.getException();
    if (failure instanceof RuntimeException told) {
      throw told;
    }
    if (failure != null) {
      throw RuntimeCamelException.wrapRuntimeCamelException(failure);
    }
  }
}
