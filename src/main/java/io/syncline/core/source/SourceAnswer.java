package io.syncline.core.source;

import com.fasterxml.jackson.databind.JsonNode;

/** What a source answered: its status, and its JSON, which is missing where the body was none. */
public record SourceAnswer(int status, JsonNode body) {

  /** Without the body, which may hold a token: this text may reach a log. */
  @Override
  public String toString() {
    return "answer HTTP " + status;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
