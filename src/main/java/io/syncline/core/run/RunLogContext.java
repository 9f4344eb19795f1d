package io.syncline.core.run;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Names pipeline and run in every log line of a step that works for a run, on whatever thread the
 * step runs (SX-28).
 */
@Component
final class RunLogContext implements InterceptStrategy {
  private static final String PIPELINE = "pipeline";
  private static final String RUN = "run";

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        ActiveRun run = exchange.getVariable("run", ActiveRun.class);
        if (run == null) {
          return super.process(exchange, callback);
        }
        String pipeline = MDC.get(PIPELINE);
        String id = MDC.get(RUN);
        MDC.put(PIPELINE, run.pipeline());
        MDC.put(RUN, run.id().toString());
        try {
          return super.process(exchange, callback);
        } finally {
          restore(PIPELINE, pipeline);
          restore(RUN, id);
        }
      }
    };
  }

  private static void restore(String key, String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
