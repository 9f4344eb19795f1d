package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/**
 * A row of the mapping's form: one column of the tab and what becomes of it.
 *
 * @param column as the API has it; its {@code target_field} is null where it is left out
 */
public record MappingRow(int at, ObjectNode column, MappingChoices choices) {
  static final String HEADER = "source_column";
  static final String TARGET = "target_field";
  static final String KEY = "is_key";
  static final String TRANSFORM = "transform";
  private static final String CONFIG = "transform_config";
  private static final String TOKENS = "null_tokens";
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What no feed writes, whether it is there or not. */
  private static final Set<String> OURS = Set.of("id", "archived", "created_at", "updated_at");

  /** The types of columns by the transform that fills them; a text where none is named. */
  private static final Map<String, String> TYPES =
      Map.of(
          "integer", "bigint",
          "number", "numeric",
          "currency", "numeric",
          "percent", "numeric",
          "boolean", "boolean",
          "date", "date",
          "datetime", "timestamptz",
          "json", "jsonb");

  private static final List<String> WORDS = List.of("authority", "on_empty");

  /** What stands in a field of a setting. */
  public record Typed(MappingChoices.Setting setting, String text) {}

  /** A column that is left out. */
  static ObjectNode leftOut(String header) {
    return JsonNodeFactory.instance.objectNode().put(HEADER, header).putNull(TARGET);
  }

  /** The column as a form says it; what the form has no field for stays as it was. */
  static ObjectNode typed(
      int at, ObjectNode was, MultiValueMap<String, String> form, MappingChoices choices) {
    String prefix = "c" + at + ".";
    ObjectNode column = was.deepCopy();
    column.put(HEADER, first(form, prefix + HEADER).strip());
    String target = first(form, prefix + TARGET);
    column.put(TARGET, target.isEmpty() ? null : target);
    column.put(KEY, first(form, "key").equals(String.valueOf(at)));
    String transform = first(form, prefix + TRANSFORM);
    if (transform.isEmpty()) {
      return usual(column, target, choices);
    }
    column.put(TRANSFORM, transform);
    column.set(CONFIG, config(prefix, was.path(CONFIG), transform, form, choices));
    WORDS.forEach(name -> column.put(name, first(form, prefix + name)));
    column.put("required", form.containsKey(prefix + "required"));
    column.set(
        TOKENS,
        MappingText.value(MappingText.TEXTS, first(form, prefix + TOKENS), was.path(TOKENS)));
    return column;
  }

  /** Of a column that has just been given a field: what is usual, unless it was guessed. */
  private static ObjectNode usual(ObjectNode column, String target, MappingChoices choices) {
    if (!target.isEmpty() && !column.has(TRANSFORM)) {
      column.put(TRANSFORM, choices.usual(target));
    }
    return column;
  }

  private static ObjectNode config(
      String prefix,
      JsonNode was,
      String transform,
      MultiValueMap<String, String> form,
      MappingChoices choices) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (MappingChoices.Setting setting : choices.settings(transform)) {
      String name = prefix + "set." + setting.name();
      JsonNode before = was.path(setting.name());
      JsonNode value =
          form.containsKey(name)
              ? MappingText.value(setting.kind(), first(form, name), before)
              : before;
      if (!MappingText.of(value).isEmpty()) {
        config.set(setting.name(), value);
      }
    }
    return config;
  }

  private static String first(MultiValueMap<String, String> form, String name) {
    return Objects.toString(form.getFirst(name), "");
  }

  public String header() {
    return text(HEADER);
  }

  public String target() {
    return text(TARGET);
  }

  public boolean isKey() {
    return column.path(KEY).asBoolean();
  }

  /** Whether something becomes of it. */
  public boolean isMapped() {
    return isKey() || !target().isEmpty();
  }

  /** Whether it was refused as its table has no such field. */
  boolean isAbsent(List<String> reasons) {
    String reason = "has no field '" + target() + "'";
    return !choices.has(target())
        && !OURS.contains(target())
        && reasons.stream().anyMatch(it -> it.contains(reason));
  }

  /** What adds the field to its table. */
  String adding(String table) {
    String name = target();
    return "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s;"
        .formatted(
            table,
            NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"',
            TYPES.getOrDefault(transform(), "text"));
  }

  public String transform() {
    return column.path(TRANSFORM).asText("text");
  }

  public boolean isRequired() {
    return column.path("required").asBoolean();
  }

  /** The word of a member; the first that it may have where none is said. */
  public String word(String member) {
    return column.path(member).asText(choices.words(member).get(0));
  }

  public String nullTokens() {
    return MappingText.of(column.path(TOKENS));
  }

  /** Whether its rarer members say something. */
  public boolean isUnusual() {
    return isRequired() || !nullTokens().isEmpty() || !word("authority").equals("source_of_truth");
  }

  public List<Typed> settings() {
    return choices.settings(transform()).stream()
        .map(it -> new Typed(it, MappingText.of(column.path(CONFIG).path(it.name()))))
        .toList();
  }

  /** The column as JSON, for the form to bring it back. */
  public String was() {
    return column.toString();
  }

  private String text(String member) {
    return column.path(member).asText("");
  }
}
