package io.syncline.entities.engine.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, as far as it decides which values are the same (mapping#81-equality):
 * without the cast to its scale every run would write every row.
 *
 * @param declared as {@code format_type} says it: {@code numeric(12,2)}
 * @param digits after the point, or of a second; -1 where the type does not say
 */
public record FieldType(String declared, Kind kind, int digits) {
  private static final Pattern FORM =
      Pattern.compile("([^(]*?) ?(?:\\((\\d+)(?:, ?(-?\\d+))?\\))?([^()]*)");
  private static final int MICROSECONDS = 6;

  /** The kinds that compare differently. */
  public enum Kind {
    TEXT,
    FOLDED,
    PADDED,
    UUID,
    INTEGER,
    NUMERIC,
    REAL,
    DOUBLE,
    BOOLEAN,
    DATE,
    MOMENT,
    JSON,
    OTHER
  }

  /** A type of words that its owner lists: each of them has one spelling. */
  public static FieldType words(String declared) {
    return new FieldType(declared, Kind.TEXT, -1);
  }

  /** The type that PostgreSQL shows so; one that is not known compares as text. */
  public static FieldType of(String declared) {
    Matcher form = FORM.matcher(declared.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return new FieldType(declared, Kind.OTHER, -1);
    }
    Kind kind = kind((form.group(1) + form.group(4)).strip());
    String first = form.group(2);
    String second = Objects.requireNonNullElse(form.group(3), "0");
    int digits = -1;
    if (kind == Kind.NUMERIC && first != null) {
      digits = Integer.parseInt(second);
    } else if (kind == Kind.MOMENT) {
      digits = first == null ? MICROSECONDS : Integer.parseInt(first);
    }
    return new FieldType(declared, kind, digits);
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "text", "character varying", "varchar", "name" -> Kind.TEXT;
      case "citext" -> Kind.FOLDED;
      case "character", "char", "bpchar" -> Kind.PADDED;
      case "uuid" -> Kind.UUID;
      case "smallint", "integer", "bigint", "int2", "int4", "int8", "int" -> Kind.INTEGER;
      case "numeric", "decimal" -> Kind.NUMERIC;
      case "real", "float4" -> Kind.REAL;
      case "double precision", "float8" -> Kind.DOUBLE;
      case "boolean", "bool" -> Kind.BOOLEAN;
      case "date" -> Kind.DATE;
      case "timestamp with time zone", "timestamptz", "timestamp without time zone", "timestamp" ->
          Kind.MOMENT;
      case "json", "jsonb" -> Kind.JSON;
      default -> Kind.OTHER;
    };
  }

  /**
   * The value as the column would hold it; what cannot be cast stays as it is, so that the database
   * says what is wrong with it.
   */
  public @Nullable Value cast(@Nullable Value value) {
    return value == null ? null : Casts.to(this, value);
  }

  /** Whether it is not known which texts are one value to it: a feed would write it in each run. */
  public boolean isObscure() {
    return kind == Kind.OTHER;
  }

  /** A value as the database gives it back as text. */
  public @Nullable Value read(@Nullable String text) {
    return text == null ? null : Casts.to(this, new Value.Text(text));
  }

  /** A value as claims and lineage keep it; null, as SQL's NULL, is null. */
  public @Nullable Value read(@Nullable JsonNode json) {
    if (json == null || json.isMissingNode()) {
      return null;
    }
    if (kind == Kind.JSON) {
      return new Value.Json(json);
    }
    if (json.isNull()) {
      return null;
    }
    if (json.isNumber()) {
      return cast(new Value.Num(json.decimalValue()));
    }
    if (json.isBoolean()) {
      return cast(new Value.Bool(json.booleanValue()));
    }
    return cast(json.isTextual() ? new Value.Text(json.textValue()) : new Value.Json(json));
  }

  /** Whether both are one value to the column. Null is the same as null only. */
  public boolean same(@Nullable Value one, @Nullable Value other) {
    if (kind == Kind.FOLDED
        && one instanceof Value.Text text
        && other instanceof Value.Text another) {
      return Texts.folded(text.text()).equals(Texts.folded(another.text()));
    }
    return Objects.equals(one, other);
  }
}
