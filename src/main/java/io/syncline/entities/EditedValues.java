package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StorableText;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values that somebody sends for fields: what is none of the field's type is refused. */
final class EditedValues {
  private EditedValues() {}

  /** Why the field cannot hold what was sent; nothing where it can. */
  static Optional<String> fault(FieldType type, JsonNode sent) {
    if (sent.isNull()) {
      return Optional.empty();
    }
    if (sent.isTextual() && !StorableText.isStorable(sent.textValue())) {
      return Optional.of("has a character that no database stores");
    }
    if (sent.isTextual() && Texts.trim(sent.textValue()).isEmpty()) {
      return Optional.of("must not be blank; null clears the field");
    }
    if (sent.isContainerNode() && type.kind() != FieldType.Kind.JSON) {
      return Optional.of("must be a single value");
    }
    return isOf(type, sent) ? Optional.empty() : Optional.of("must be of type " + type.declared());
  }

  /** The value as the field would hold it. */
  static @Nullable Value read(FieldType type, JsonNode sent) {
    return sent.isNull() ? null : type.read(sent);
  }

  private static boolean isOf(FieldType type, JsonNode sent) {
    Value value = type.read(sent);
    return switch (type.kind()) {
      case INTEGER -> value instanceof Value.Num && isWhole(sent);
      case NUMERIC, REAL, DOUBLE -> value instanceof Value.Num;
      case BOOLEAN -> value instanceof Value.Bool && !sent.isNumber();
      case DATE -> value instanceof Value.Day;
      case MOMENT -> value instanceof Value.Moment;
      case UUID -> value != null && isUuid(value.text());
      case TEXT, FOLDED, PADDED, JSON, OTHER -> true;
    };
  }

  /** The cast would round it. */
  private static boolean isWhole(JsonNode sent) {
    BigDecimal number = sent.isNumber() ? sent.decimalValue() : new BigDecimal(sent.asText());
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static boolean isUuid(String text) {
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }
}
