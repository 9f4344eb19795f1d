package io.syncline.entities.engine.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.StorableJson;
import io.syncline.core.record.StorableText;
import java.math.BigDecimal;

/** What stands in one cell of a sheet, or in one member of a record. */
public sealed interface Cell {
  Cell EMPTY = new Empty();

  /** Nothing, or nothing but white space. */
  record Empty() implements Cell {

    @Override
    public String spelling() {
      return "";
    }
  }

  /** Text without white space at its ends; never empty. */
  record Text(String spelling) implements Cell {}

  /** A number, which for a spreadsheet may be a day or a moment too. */
  record Num(BigDecimal number) implements Cell {

    @Override
    public String spelling() {
      return Numbers.plain(number);
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Cell {

    @Override
    public String spelling() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** An object or a list, which only records of an API have. */
  record Structure(JsonNode node) implements Cell {

    @Override
    public String spelling() {
      return StorableText.of(node.toString());
    }
  }

  /** The cell as text. */
  String spelling();

  default boolean isEmpty() {
    return this instanceof Empty;
  }

  /** A cell of this text, of which no database could store NUL or half a character. */
  static Cell text(String text) {
    String storable = StorableText.isStorable(text) ? text : StorableText.of(text);
    String trimmed = Texts.trim(storable);
    return trimmed.isEmpty() ? EMPTY : new Text(trimmed);
  }

  /** A cell of this number; one that no column holds is the text that it came as. */
  static Cell number(BigDecimal number) {
    return StorableJson.isTooWide(number) ? new Text(number.toString()) : new Num(number);
  }

  static Cell bool(boolean value) {
    return new Bool(value);
  }

  /** A cell of what a source sent; numbers have to be read as decimals. */
  static Cell of(JsonNode node) {
    if (node.isTextual()) {
      return text(node.textValue());
    }
    if (node.isNumber()) {
      return number(node.decimalValue());
    }
    if (node.isBoolean()) {
      return bool(node.booleanValue());
    }
    return node.isContainerNode() ? new Structure(node) : EMPTY;
  }
}
