package io.syncline.sandbox.engine;

import java.util.Map;

/** A fault order that cannot be carried out, with what would have been allowed. */
final class FaultRejected extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> answer;

  FaultRejected(String message, Object allowed) {
    super(message);
    this.answer = SandboxJson.fields("error", message, "allowed", allowed);
  }

  Map<String, Object> answer() {
    return answer;
  }
}
