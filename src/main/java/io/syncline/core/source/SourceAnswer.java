package io.syncline.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a source answered: its status, and its JSON, which is missing where the body was none or was
 * read as it came.
 *
 * @param headers those that the source's profile names, by their names in small letters
 * @param skipped whether the source means by it that there is nothing to be had
 */
public record SourceAnswer(
    int status, JsonNode body, Map<String, String> headers, boolean skipped) {

  public SourceAnswer {
    headers = Map.copyOf(headers);
  }

  public SourceAnswer(int status, JsonNode body) {
    this(status, body, Map.of(), false);
  }

  /** Without the body, which may hold a token: this text may reach a log. */
  @Override
  public String toString() {
    return "answer HTTP " + status;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header that the source's profile names; its values in a line where it came repeatedly. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  SourceAnswer asSkipped() {
    return new SourceAnswer(status, body, headers, true);
  }
}
