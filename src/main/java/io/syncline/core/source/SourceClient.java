package io.syncline.core.source;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Calls a source through {@code core.source}, with its limits and tries. Threads may share it. */
@Component
public final class SourceClient {
  private final ProducerTemplate template;
  private final SourceCalls calls;
  private final SourceSettings settings;

  SourceClient(ProducerTemplate template, SourceCalls calls, SourceSettings settings) {
    this.template = template;
    this.calls = calls;
    this.settings = settings;
  }

  /**
   * The source's answer: any status but those that were tried in vain or stop the run.
   *
   * @throws TransientFailure when all tries failed, or the answer is too large for any
   * @throws TerminalFailure when the run is to stop
   */
  public SourceAnswer call(SourceRequest request, ActiveRun run) {
    return answered(request, run, Optional.empty());
  }

  /**
   * The same for an answer that may be larger than what fits in memory: it is read while it comes,
   * in each try anew, and nobody else sees it.
   */
  public <T> Streamed<T> read(SourceRequest request, ActiveRun run, StreamedReading<T> reading) {
    SourceProfile source = request.source();
    return streamed(request, run, Download.json(source.name(), reading, settings.streamed(source)));
  }

  /**
   * The same for a file that is no JSON, such as a table or a JSON text per line.
   *
   * @param isPacked whether the file itself is packed by gzip
   */
  public <T> Streamed<T> read(
      SourceRequest request, ActiveRun run, boolean isPacked, BodyReading<T> reading) {
    return streamed(
        request, run, Download.file(reading, settings.streamed(request.source()), isPacked));
  }

  private <T> Streamed<T> streamed(SourceRequest request, ActiveRun run, Download<T> download) {
    SourceAnswer answer = answered(request, run, Optional.of(download));
    boolean read = answer.isSuccess() && !answer.skipped();
    return new Streamed<>(answer, read ? download.value() : Optional.empty());
  }

  /** A refused identity is renewed here and not in the route: renewing is a call of its own. */
  private SourceAnswer answered(
      SourceRequest request, ActiveRun run, Optional<Download<?>> download) {
    Exchange exchange = sent(request, run, download);
    if (exchange.getMessage().getBody() instanceof Meaning.Renew) {
      SourceCall call = exchange.getVariable("call", SourceCall.class);
      request.source().manner().renewal().renew(Map.copyOf(call.sent()), run);
      exchange = sent(request, run, download);
    }
    if (exchange.getMessage().getBody() instanceof Meaning.Renew renew) {
      throw TerminalFailure.stopped(renew.otherwise().reason(), renew.otherwise().words());
    }
    run.tally().readWorked();
    return exchange.getMessage().getBody(SourceAnswer.class);
  }

  private Exchange sent(SourceRequest request, ActiveRun run, Optional<Download<?>> download) {
    Exchange exchange =
        template.send(
            "direct:core.source",
            call -> {
              call.getMessage().setBody(request);
              call.setVariable("run", run);
              call.setVariable("once", request.isOnce());
              download.ifPresent(it -> call.setVariable("download", it));
            });
    calls.end(exchange.getExchangeId());
    if (exchange.getException() != null) {
      throw translate(request.source(), exchange.getException());
    }
    return exchange;
  }

  private static RuntimeException translate(SourceProfile source, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SyncFailure known) {
        return known;
      }
      if (cause instanceof AnswerTooLarge excess) {
        return TransientFailure.source(
            StopReason.SOURCE_FAILED, source.name() + " answers " + excess.getMessage());
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
