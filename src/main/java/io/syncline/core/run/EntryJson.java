package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An entry of a run's errors as JSON: row, column, code, message, severity. */
public final class EntryJson {
  /** The number of a row in a sheet, where a record's key is a text. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

  private EntryJson() {}

  public static ObjectNode of(RowError entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("row", row(entry.rowRef()));
    json.put("column", entry.column());
    json.put("code", entry.code());
    json.put("message", entry.message());
    return json.put("severity", entry.severity().word());
  }

  /** The entry that was told so. */
  static RowError read(JsonNode json) {
    return new RowError(
        json.path("row").asText(),
        json.path("column").isTextual() ? json.path("column").asText() : null,
        json.path("code").asText(),
        json.path("message").asText(),
        Severity.valueOf(json.path("severity").asText().toUpperCase(Locale.ROOT)));
  }

  /** The number of a row as a number, the key of a record as a text, null for neither. */
  public static JsonNode row(@Nullable String ref) {
    if (ref == null) {
      return NullNode.getInstance();
    }
    return NUMBER.matcher(ref).matches()
        ? IntNode.valueOf(Integer.parseInt(ref))
        : TextNode.valueOf(ref);
  }
}
