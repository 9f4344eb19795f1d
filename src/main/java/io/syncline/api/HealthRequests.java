package io.syncline.api;

import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.BackgroundLoops;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Answers whether the service works, in words only: nobody has to sign in to ask. */
@Component
final class HealthRequests {
  private final DatabaseProbe probe;
  private final BackgroundLoops loops;

  HealthRequests(DatabaseProbe probe, BackgroundLoops loops) {
    this.probe = probe;
    this.loops = loops;
  }

  /**
   * Without staging nothing works; without production everything does, later; with a loop that
   * stands still something is left undone.
   */
  ApiAnswer health(ApiRequest request) {
    DatabaseProbe.Seen seen = probe.look();
    if (!seen.staging()) {
      return new ApiAnswer(503, Map.of("Retry-After", "5"), Map.of("status", "down"));
    }
    boolean degraded = !seen.production() || seen.late() || !loops.late().isEmpty();
    return ApiAnswer.ok(Map.of("status", degraded ? "degraded" : "up"));
  }

  ApiAnswer testDb(ApiRequest request) {
    DatabaseProbe.Seen seen = probe.look();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("staging", seen.staging() ? "up" : "down");
    words.put("production", seen.production() ? "up" : "down");
    return ApiAnswer.ok(words);
  }
}
