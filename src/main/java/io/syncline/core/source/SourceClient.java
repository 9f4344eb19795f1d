package io.syncline.core.source;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Calls a source through {@code core.source}, with its limits and tries. Threads may share it. */
@Component
public final class SourceClient {
  private final ProducerTemplate template;
  private final SourceCalls calls;

  SourceClient(ProducerTemplate template, SourceCalls calls) {
    this.template = template;
    this.calls = calls;
  }

  /**
   * The source's answer: any status but those that were tried in vain or stop the run.
   *
   * @throws TransientFailure when all tries failed
   * @throws io.syncline.core.error.TerminalFailure when the run is to stop
   */
  public SourceAnswer call(SourceRequest request, ActiveRun run) {
    Exchange exchange =
        template.send(
            "direct:core.source",
            call -> {
              call.getMessage().setBody(request);
              call.setVariable("run", run);
            });
    calls.end(exchange.getExchangeId());
    if (exchange.getException() == null) {
      run.tally().readWorked();
      return exchange.getMessage().getBody(SourceAnswer.class);
    }
    throw translate(request.source(), exchange.getException());
  }

  private static RuntimeException translate(SourceProfile source, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SyncFailure known) {
        return known;
      }
      if (cause instanceof IOException io) {
        return TransientFailure.source(
            StopReason.SOURCE_UNREACHABLE,
            source.name() + " did not answer: " + io.getClass().getSimpleName());
      }
    }
    return new IllegalStateException("call to " + source.name() + " failed", failure);
  }
}
