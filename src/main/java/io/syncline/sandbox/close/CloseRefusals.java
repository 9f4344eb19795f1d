package io.syncline.sandbox.close;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import java.util.List;

/** What Close refuses, in its own words (close#limits-and-errors). */
final class CloseRefusals {

  private CloseRefusals() {}

  static Refusal of(int status, String error) {
    return new Refusal(status, new Fields().with("error", error));
  }

  static Refusal field(String name, String fault) {
    return new Refusal(
        400,
        new Fields()
            .with("errors", List.of())
            .with("field-errors", new Fields().with(name, fault)));
  }

  static Refusal unauthorized() {
    return of(401, "The server could not verify that you are authorized to access the URL.");
  }

  static Refusal throttled() {
    return of(429, "API call count exceeded for this interval.");
  }
}
