package io.syncline.entities.engine.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Jsons;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Objects;

/** What a transform makes of cells that are written as JSON: {@code 12}, {@code true}, a text. */
record Transformed(String name, String config, String locale, String zone) {

  static Transformed by(String name) {
    return new Transformed(name, "{}", "en_US", "UTC");
  }

  Transformed with(String config) {
    return new Transformed(name, config, locale, zone);
  }

  Transformed in(String locale) {
    return new Transformed(name, config, locale, zone);
  }

  Transformed at(String zone) {
    return new Transformed(name, config, locale, zone);
  }

  /** The value as text, or the code of the refusal. */
  String of(Cell cell) {
    Reading reading = Transforms.of(spec(), region()).read(cell);
    return reading instanceof Reading.Read read
        ? read.value().text()
        : ((Reading.Refused) reading).code().name();
  }

  String of(String text) {
    return of(Cell.text(text));
  }

  String of(double number) {
    return of(Cell.number(new BigDecimal(Double.toString(number))));
  }

  Reading reading(String text) {
    return Transforms.of(spec(), region()).read(Cell.text(text));
  }

  java.util.List<String> faults() {
    return Transforms.faults(spec(), region());
  }

  static String code(RowCode code) {
    return code.name();
  }

  private TransformSpec spec() {
    JsonNode json = Objects.requireNonNull(Jsons.parsed(config));
    return new TransformSpec(name, json);
  }

  private Region region() {
    return new Region(Region.locale(locale).orElseThrow(), ZoneId.of(zone));
  }
}
