package io.syncline.core.source;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun.Stop;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What an answer means: as its source says, else as its status does with most. Threads may share
 * it.
 */
@Component
final class SourceJudge {
  private static final Duration REST_AFTER_503 = Duration.ofSeconds(2);

  private final SourceGates gates;
  private final RetryAfter retryAfter;

  SourceJudge(SourceGates gates, Clock clock) {
    this.gates = gates;
    this.retryAfter = new RetryAfter(clock);
  }

  /**
   * The answer as the caller gets it, or that the identity is to be renewed.
   *
   * @throws TransientFailure for 408, 429, 5xx, a web page instead of a refusal, and a success that
   *     is not JSON
   * @throws TerminalFailure for 401 and 403, when the source asks for a longer wait than allowed,
   *     and when it refused so often in a row that it will not answer in this run
   */
  Object judge(SourceCall call, SourceAnswer answer, RawAnswer raw) {
    gates.of(call.source()).learn(call.source(), answer);
    if (answer.status() < 300 && answer.body().isMissingNode() && call.download().isEmpty()) {
      gates.of(call.source()).answered(call);
      throw TransientFailure.source(
          StopReason.SOURCE_GARBAGE, call.source().name() + " answered what is not JSON");
    }
    Optional<Meaning> told = call.source().manner().meanings().of(answer);
    return told.isPresent() ? told(call, answer, told.get()) : usual(call, answer, raw);
  }

  private Object told(SourceCall call, SourceAnswer answer, Meaning meaning) {
    if (meaning instanceof Meaning.Retry again && again.after().isPresent()) {
      throw throttled(call, again.words(), allowed(call, again.after().get()));
    }
    gates.of(call.source()).answered(call);
    if (meaning instanceof Meaning.Retry again) {
      throw TransientFailure.source(StopReason.SOURCE_FAILED, again.words());
    }
    if (meaning instanceof Meaning.Stop stop) {
      throw TerminalFailure.stopped(stop.reason(), stop.words());
    }
    if (meaning instanceof Meaning.Renew) {
      return meaning;
    }
    return meaning instanceof Meaning.Skip ? answer.asSkipped() : answer;
  }

  private Object usual(SourceCall call, SourceAnswer answer, RawAnswer raw) {
    SourceProfile source = call.source();
    int status = answer.status();
    if (status == 403 && raw.isPage()) {
      throw blocked(call);
    }
    if (status == 429 || status == 503) {
      String what = source.name() + " answered HTTP " + status;
      throw throttled(call, what, asked(call, raw).orElseGet(() -> rest(call, status)));
    }
    gates.of(source).answered(call);
    if (status == 401 || status == 403) {
      throw TerminalFailure.refusedKey(source.name(), status);
    }
    if (status >= 500 || status == 408) {
      throw TransientFailure.source(
          StopReason.SOURCE_FAILED, source.name() + " answered HTTP " + status);
    }
    return answer;
  }

  /** What a bot wall says tells nothing of the credential. */
  private RuntimeException blocked(SourceCall call) {
    String what =
        call.source().name()
            + " is behind something that answers HTTP 403 with a web page, such as a bot wall or a proxy";
    gates.of(call.source()).refused(call, new Stop(StopReason.SOURCE_UNAVAILABLE, what));
    return TransientFailure.source(StopReason.SOURCE_BLOCKED, what);
  }

  private Optional<Duration> asked(SourceCall call, RawAnswer raw) {
    return retryAfter.read(raw.retryAfter(), raw.text()).map(wait -> allowed(call, wait));
  }

  private static Duration allowed(SourceCall call, Duration wait) {
    SourceProfile source = call.source();
    if (wait.compareTo(source.longestWait()) > 0) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_THROTTLED,
          source.name() + " asks to wait " + wait.toSeconds() + " s; the next run goes on");
    }
    return wait;
  }

  private TransientFailure throttled(SourceCall call, String what, Duration wait) {
    Duration rest = gates.of(call.source()).pause(call, wait);
    return TransientFailure.throttled(what + ", waiting " + rest.toMillis() + " ms", rest);
  }

  /** A 429 that names no time and stays is how a source says that its calls are used up. */
  private Duration rest(SourceCall call, int status) {
    if (status != 429) {
      return REST_AFTER_503;
    }
    String reason =
        call.source().name()
            + " answers HTTP 429 to all calls and names no time: they seem used up; a later run goes on";
    return gates.of(call.source()).refused(call, new Stop(StopReason.SOURCE_THROTTLED, reason));
  }
}
