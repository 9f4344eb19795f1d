package io.syncline.entities.engine.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StorableJson;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Jsons;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code text}, {@code boolean}, {@code email}, {@code enum} and {@code json}. */
final class WordTransforms {
  private static final List<String> TRUE =
      List.of("true", "yes", "y", "1", "on", "active", "enabled");
  private static final List<String> FALSE =
      List.of("false", "no", "n", "0", "off", "inactive", "disabled");

  private WordTransforms() {}

  static Transform text(Settings settings, Region region) {
    String letters = settings.word("case", "lower", "upper").orElse("");
    return cell -> {
      String text = Normalizer.normalize(cell.spelling(), Normalizer.Form.NFC);
      return Reading.of(
          new Value.Text(
              switch (letters) {
                case "lower" -> text.toLowerCase(region.locale());
                case "upper" -> text.toUpperCase(region.locale());
                default -> text;
              }));
    };
  }

  static Transform bool(Settings settings, Region region) {
    Set<String> yes = words(settings, "true_values", TRUE);
    Set<String> no = words(settings, "false_values", FALSE);
    if (yes.stream().anyMatch(no::contains)) {
      settings.fault("false_values", "has a word of true_values");
    }
    return cell -> {
      Boolean value = bool(cell, yes, no);
      return value == null
          ? Reading.refused(RowCode.INVALID_BOOLEAN, "Neither true nor false", cell)
          : Reading.of(new Value.Bool(value));
    };
  }

  private static Set<String> words(Settings settings, String name, List<String> usual) {
    List<String> words = settings.texts(name);
    return (words.isEmpty() ? usual : words)
        .stream().map(Texts::normalized).collect(Collectors.toSet());
  }

  private static @Nullable Boolean bool(Cell cell, Set<String> yes, Set<String> no) {
    if (cell instanceof Cell.Bool bool) {
      return bool.value();
    }
    if (cell instanceof Cell.Num num) {
      boolean one = num.number().compareTo(BigDecimal.ONE) == 0;
      return one || num.number().signum() == 0 ? one : null;
    }
    String word = Texts.normalized(cell.spelling());
    return yes.contains(word) || no.contains(word) ? yes.contains(word) : null;
  }

  static Transform email(Settings settings, Region region) {
    return cell ->
        cell instanceof Cell.Text text && isEmail(text.spelling())
            ? Reading.of(new Value.Text(text.spelling().toLowerCase(Locale.ROOT)))
            : new Reading.Refused(RowCode.INVALID_EMAIL, "Invalid email format");
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    String domain = text.substring(at + 1);
    return at > 0
        && domain.indexOf('@') < 0
        && domain.indexOf('.') > 0
        && !domain.endsWith(".")
        && !domain.contains("..")
        && text.chars().noneMatch(Texts::isSpace);
  }

  /** The words of a sheet and the values that they stand for. */
  static Transform choice(Settings settings, Region region) {
    Map<String, Value> values = new HashMap<>();
    for (var word : settings.members("values").entrySet()) {
      Value value = scalar(word.getValue());
      Value other = values.put(Texts.normalized(word.getKey()), value);
      if (other != null && !other.equals(value)) {
        settings.fault("values", "'" + word.getKey() + "' stands there twice");
      }
    }
    if (values.isEmpty()) {
      settings.fault("values", "empty");
    }
    return cell -> {
      Value value = values.get(Texts.normalized(cell.spelling()));
      return value == null
          ? Reading.refused(RowCode.UNKNOWN_ENUM, "Unknown value", cell)
          : Reading.of(value);
    };
  }

  private static Value scalar(JsonNode json) {
    if (json.isNumber()) {
      return new Value.Num(json.decimalValue());
    }
    return json.isBoolean()
        ? new Value.Bool(json.booleanValue())
        : new Value.Text(Texts.trim(json.asText()));
  }

  static Transform json(Settings settings, Region region) {
    return cell -> {
      JsonNode node = node(cell);
      return node == null || !StorableJson.isStorable(node)
          ? Reading.refused(RowCode.INVALID_JSON, "Not JSON", cell)
          : Reading.of(new Value.Json(node));
    };
  }

  private static @Nullable JsonNode node(Cell cell) {
    if (cell instanceof Cell.Structure structure) {
      return structure.node();
    }
    return cell instanceof Cell.Text text ? Jsons.parsed(text.spelling()) : null;
  }
}
