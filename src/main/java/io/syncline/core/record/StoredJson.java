package io.syncline.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON as a database gives it back, where only JSON can be stored: 12.50 stays 12.50. */
public final class StoredJson {
  private static final ObjectReader READER = ExactNumbers.in(JsonMapper.builder()).build().reader();
  private static final ObjectReader VALUES = READER.forType(JsonNode.class);

  private StoredJson() {}

  /**
   * The value; null where a column is empty.
   *
   * @throws IllegalStateException if it is nested deeper than 1,000 or has a number of more digits
   */
  public static JsonNode read(@Nullable String text) {
    try {
      return parsed(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
    }
  }

  /** The value that somebody else may have stored; null also where it cannot be read. */
  public static JsonNode readable(@Nullable String text) {
    try {
      return parsed(text);
    } catch (JsonProcessingException e) {
      return NullNode.getInstance();
    }
  }

  /**
   * The values of a text that has one behind the other. One parser reads them, of bytes: a third of
   * what a record of a few lines costs is gone.
   *
   * @throws IllegalStateException as {@link #read}
   */
  public static List<JsonNode> values(String text) {
    try (MappingIterator<JsonNode> values =
        VALUES.readValues(text.getBytes(StandardCharsets.UTF_8))) {
      return values.readAll();
    } catch (IOException e) {
      throw new IllegalStateException("a text of JSON that is not JSON", e);
    }
  }

  private static JsonNode parsed(@Nullable String text) throws JsonProcessingException {
    return text == null ? NullNode.getInstance() : READER.readTree(text);
  }
}
