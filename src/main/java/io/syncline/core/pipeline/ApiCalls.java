package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Calls endpoints from inside the process, in the name of a person: what a page shows and does is
 * what the API answers and does. No call waits for the end of a run. Threads may share it.
 */
public interface ApiCalls {

  /** Who calls. A viewer reads what the API lets viewers read; an admin may call everything. */
  record Caller(String name, boolean isAdmin) {}

  /** What was answered, YAML as one text; a problem (RFC 9457) from status 400 on. */
  record Told(int status, JsonNode body) {

    public boolean isRefused() {
      return status >= 400;
    }

    /** The sentence of a problem that says what to do. */
    public String why() {
      return body.path("detail").asText();
    }
  }

  /**
   * Calls an endpoint; a refusal is an answer too.
   *
   * @throws IllegalArgumentException when there is no such endpoint
   */
  Told ask(ApiCall call, Caller caller);
}
