package io.syncline.core.source;

import io.syncline.core.error.StopReason;
import java.time.Duration;
import java.util.Optional;

/** What a source means by an answer, and so what becomes of the call. */
public sealed interface Meaning {

  /** The caller's, whatever its status. */
  record Ok() implements Meaning {}

  /** There is nothing to be had; the caller goes on without. */
  record Skip() implements Meaning {}

  /** The identity is worth nothing any more: once per call it is renewed and the call repeated. */
  record Renew(Stop otherwise) implements Meaning {}

  /**
   * Tried again, as often as any failure that may pass.
   *
   * @param after what everybody with this credential waits
   */
  record Retry(Optional<Duration> after, String words) implements Meaning {}

  /** The run is to stop. */
  record Stop(StopReason reason, String words) implements Meaning {}

  static Meaning ok() {
    return new Ok();
  }

  static Meaning skip() {
    return new Skip();
  }

  /** What is given is why the run stops when the new identity is worth nothing either. */
  static Meaning renew(StopReason otherwise, String words) {
    return new Renew(new Stop(otherwise, words));
  }

  static Meaning retry(String words) {
    return new Retry(Optional.empty(), words);
  }

  static Meaning retryAfter(Duration wait, String words) {
    return new Retry(Optional.of(wait), words);
  }

  static Meaning stop(StopReason reason, String words) {
    return new Stop(reason, words);
  }
}
