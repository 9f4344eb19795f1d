package io.syncline.entities.engine.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** What a field holds when it is not null; equal values are one value to PostgreSQL. */
public sealed interface Value {

  /** As PostgreSQL reads it for a column of any type. */
  String text();

  /** As {@code jsonb} keeps it in claims and lineage. */
  JsonNode json();

  /** Text; {@code ""} is never stored. */
  record Text(String text) implements Value {

    @Override
    public JsonNode json() {
      return TextNode.valueOf(text);
    }
  }

  /** A number, equal whatever its scale: 10 is 10.00. */
  record Num(BigDecimal number) implements Value {

    @Override
    public String text() {
      return number.toPlainString();
    }

    @Override
    public JsonNode json() {
      return DecimalNode.valueOf(number);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Num that && number.compareTo(that.number) == 0;
    }

    @Override
    public int hashCode() {
      return number.stripTrailingZeros().hashCode();
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Value {

    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public JsonNode json() {
      return BooleanNode.valueOf(value);
    }
  }

  /** A day of the calendar. */
  record Day(LocalDate date) implements Value {

    @Override
    public String text() {
      return date.toString();
    }

    @Override
    public JsonNode json() {
      return TextNode.valueOf(text());
    }
  }

  /** A moment, in UTC. */
  record Moment(Instant instant) implements Value {

    @Override
    public String text() {
      return instant.toString();
    }

    @Override
    public JsonNode json() {
      return TextNode.valueOf(text());
    }
  }

  /** JSON, in which 1 and 1.0 are one number. */
  record Json(JsonNode json) implements Value {

    public Json {
      json = Jsons.canonical(json);
    }

    @Override
    public String text() {
      return json.toString();
    }
  }
}
