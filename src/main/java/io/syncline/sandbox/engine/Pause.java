package io.syncline.sandbox.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** How a slow answer waits; tests wait without time passing. */
@FunctionalInterface
public interface Pause {

  void hold(Duration wait) throws IOException;

  static Pause real() {
    return wait -> {
      try {
        Thread.sleep(wait.toMillis());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while answering slowly");
      }
    };
  }
}
