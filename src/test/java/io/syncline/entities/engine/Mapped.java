package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedRules;
import io.syncline.entities.engine.mapping.FeedSource;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.KeyKind;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.mapping.OnEmpty;
import io.syncline.entities.engine.mapping.OnMissing;
import io.syncline.entities.engine.transform.TransformSpec;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Jsons;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Feeds as tests configure them, of partners. */
final class Mapped {
  static final EntityType PARTNERS =
      new EntityType(
          "partners",
          "brand_name",
          List.of(
              field("brand_name", "text"),
              field("status", "text"),
              field("tier", "text"),
              field("email", "text"),
              field("notes", "text"),
              field("mrr", "numeric(12,2)"),
              field("margin", "numeric(6,4)"),
              field("start_date", "date"),
              field("active", "boolean"),
              field("seats", "bigint"),
              field("archived", "boolean")));

  private final int number;
  private final String kind;
  private final List<ColumnMapping> columns = new ArrayList<>();
  private FeedRules rules = FeedRules.USUAL;
  private String locale = "en_US";
  private String zone = "UTC";
  private int headerRow = 1;
  private int source;

  private Mapped(int number, String kind) {
    this.number = number;
    this.kind = kind;
    this.source = number;
  }

  /** A tab of a sheet of its own; feeds of smaller numbers have smaller ids. */
  static Mapped sheet(int number) {
    return new Mapped(number, "google_sheet");
  }

  /** Records of an API, known by their ids. */
  static Mapped records(int number) {
    return new Mapped(number, "api")
        .with(it -> rules(it, KeyKind.EXTERNAL_ID, null))
        .column(column("id", null, true, Authority.SOURCE_OF_TRUTH, "text"));
  }

  static UUID feedId(int number) {
    return new UUID(0, number);
  }

  static UUID sourceId(int number) {
    return new UUID(1, number);
  }

  Mapped key(String header) {
    return column(column(header, "brand_name", true, Authority.SOURCE_OF_TRUTH, "text"));
  }

  Mapped truth(String header, String field, String transform) {
    return column(column(header, field, false, Authority.SOURCE_OF_TRUTH, transform));
  }

  Mapped reference(String header, String field, String transform) {
    return column(column(header, field, false, Authority.REFERENCE, transform));
  }

  Mapped derived(String header, String field) {
    return column(column(header, field, false, Authority.DERIVED, "text"));
  }

  Mapped column(ColumnMapping column) {
    columns.add(column);
    return this;
  }

  static ColumnMapping column(
      String header, String field, boolean key, Authority authority, String transform) {
    TransformSpec spec = new TransformSpec(transform, Objects.requireNonNull(Jsons.parsed("{}")));
    return new ColumnMapping(header, field, key, authority, spec, false, OnEmpty.IGNORE, List.of());
  }

  /** The last column, which a row must have. */
  Mapped required() {
    return last(c -> copy(c, c.authority(), c.transform(), true, c.onEmpty(), c.nullTokens()));
  }

  /** The last column, whose empty cells mean null. */
  Mapped clearing() {
    return last(
        c -> copy(c, c.authority(), c.transform(), c.required(), OnEmpty.CLEAR, c.nullTokens()));
  }

  Mapped nulls(String... tokens) {
    return last(
        c -> copy(c, c.authority(), c.transform(), c.required(), c.onEmpty(), List.of(tokens)));
  }

  Mapped config(String json) {
    return last(
        c ->
            copy(
                c,
                c.authority(),
                new TransformSpec(c.transform().name(), Objects.requireNonNull(Jsons.parsed(json))),
                c.required(),
                c.onEmpty(),
                c.nullTokens()));
  }

  private Mapped last(UnaryOperator<ColumnMapping> change) {
    columns.set(columns.size() - 1, change.apply(columns.get(columns.size() - 1)));
    return this;
  }

  private static ColumnMapping copy(
      ColumnMapping c,
      Authority authority,
      TransformSpec transform,
      boolean required,
      OnEmpty onEmpty,
      List<String> tokens) {
    return new ColumnMapping(
        c.sourceColumn(),
        c.targetField(),
        c.isKey(),
        authority,
        transform,
        required,
        onEmpty,
        tokens);
  }

  Mapped mode(Mode mode) {
    return with(
        r -> new FeedRules(mode, r.onMissing(), r.onDuplicateKey(), r.keyKind(), r.matchOn()));
  }

  Mapped onDuplicate(OnDuplicateKey rule) {
    return with(r -> new FeedRules(r.mode(), r.onMissing(), rule, r.keyKind(), r.matchOn()));
  }

  Mapped archiving() {
    return with(
        r ->
            new FeedRules(
                r.mode(), OnMissing.ARCHIVE, r.onDuplicateKey(), r.keyKind(), r.matchOn()));
  }

  Mapped matchOn(String field) {
    return with(r -> rules(r, r.keyKind(), field));
  }

  private static FeedRules rules(FeedRules r, KeyKind kind, String matchOn) {
    return new FeedRules(r.mode(), r.onMissing(), r.onDuplicateKey(), kind, matchOn);
  }

  private Mapped with(UnaryOperator<FeedRules> change) {
    rules = change.apply(rules);
    return this;
  }

  Mapped in(String locale) {
    this.locale = locale;
    return this;
  }

  Mapped at(String zone) {
    this.zone = zone;
    return this;
  }

  Mapped headerRow(int row) {
    this.headerRow = row;
    return this;
  }

  Mapped source(int number) {
    this.source = number;
    return this;
  }

  Feed feed() {
    FeedSource of = new FeedSource(sourceId(source), "Source " + source, kind);
    return new Feed(
        feedId(number), of, "Tab " + number, headerRow, "partners", rules, locale, zone, columns);
  }

  private static Field field(String name, String type) {
    return new Field(name, FieldType.of(type));
  }
}
