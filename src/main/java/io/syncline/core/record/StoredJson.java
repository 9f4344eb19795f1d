package io.syncline.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/** JSON as a database gives it back, where only JSON can be stored: 12.50 stays 12.50. */
public final class StoredJson {
  private static final ObjectReader READER = ExactNumbers.in(JsonMapper.builder()).build().reader();

  private StoredJson() {}

  /** The value; null where a column is empty. */
  public static JsonNode read(@Nullable String text) {
    try {
      return text == null ? NullNode.getInstance() : READER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL returned jsonb that is not JSON", e);
    }
  }
}
