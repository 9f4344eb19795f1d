package io.syncline.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.ExactNumbers;
import io.syncline.core.record.StorableJson;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads a caller's JSON within limits (C12): one value, nested at most 32 deep, numbers of at most
 * 64 digits, which are kept as they are written, strings of at most 64 KB that a database can
 * store, no member twice. Threads may share it.
 */
@Component
public final class JsonReader {
  private static final int DEPTH = 32;
  private static final int DIGITS = 64;
  private static final int STRING = 64 * 1024;
  private static final int NAME = 256;
  private static final Charset UNICODE = StandardCharsets.UTF_8;

  private final ObjectMapper mapper =
      ExactNumbers.in(
              JsonMapper.builder(
                  JsonFactory.builder()
                      .streamReadConstraints(
                          StreamReadConstraints.builder()
                              .maxNestingDepth(DEPTH)
                              .maxNumberLength(DIGITS)
                              .maxStringLength(STRING)
                              .maxNameLength(NAME)
                              .build())
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build()))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The value in these bytes, or empty for none; anything else is refused with 400. */
  public Optional<JsonNode> read(byte[] bytes) {
    try {
      JsonNode node = mapper.readTree(bytes);
      refuseUnstorable(node, "body");
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      throw refused(e);
    } catch (IOException e) {
      throw RequestRefused.of(400, "INVALID_JSON", "Invalid JSON", "The body is not JSON in UTF-8");
    }
  }

  /** What PostgreSQL does not store, or only grown: told here, not by a failing insert. */
  private static void refuseUnstorable(JsonNode node, String name) {
    if (node.isTextual()
        && !UNICODE.newEncoder().canEncode(node.textValue().replace('\0', '\ud800'))) {
      throw RequestRefused.invalid(
          name, "must not contain NUL or half a surrogate pair", List.of());
    }
    if (node.isFloatingPointNumber() && !StorableJson.isStorable(node)) {
      throw RequestRefused.invalid(name, "is out of range", List.of());
    }
    node.properties().forEach(field -> refuseUnstorable(field.getValue(), field.getKey()));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      refuseUnstorable(node.get(i), name + "[" + i + "]");
    }
  }

  private static RequestRefused refused(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line %s, column %s)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return RequestRefused.of(
        400,
        "INVALID_JSON",
        "Invalid JSON",
        "The body must be one JSON value, at most 32 levels deep, with numbers of at most 64"
            + " digits, strings of at most 64 KB and no member twice"
            + where);
  }
}
