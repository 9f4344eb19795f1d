package io.syncline.sandbox.engine;

import java.util.function.Supplier;

/** An answer that is not data: a status and the JSON that is sent with it. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Fields body;

  public Refusal(int status, Fields body) {
    this.status = status;
    this.body = body;
  }

  public static void when(boolean wrong, Supplier<Refusal> refusal) {
    if (wrong) {
      throw refusal.get();
    }
  }

  public int status() {
    return status;
  }

  public Fields body() {
    return body;
  }
}
