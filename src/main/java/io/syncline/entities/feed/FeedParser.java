package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedRules;
import io.syncline.entities.engine.mapping.FeedSource;
import io.syncline.entities.engine.mapping.KeyKind;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.mapping.OnEmpty;
import io.syncline.entities.engine.mapping.OnMissing;
import io.syncline.entities.engine.transform.TransformSpec;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine's feed of rows; a word that is none is a fault, and what is usual stands for it.
 */
final class FeedParser {
  static final String LOCALE = "en_US";
  static final String ZONE = "UTC";

  private final Tab tab;
  private final List<String> faults = new ArrayList<>();

  private FeedParser(Tab tab) {
    this.tab = tab;
  }

  /** A feed, with the words of it that are none. */
  record Parsed(Feed feed, List<String> faults) {}

  static Parsed parse(Tab tab, StoredSource source) {
    FeedParser parser = new FeedParser(tab);
    return new Parsed(parser.feed(source), parser.faults);
  }

  private Feed feed(StoredSource source) {
    String kind = source.type().equals("google_sheet") ? "google_sheet" : "api";
    return new Feed(
        tab.id(),
        new FeedSource(source.id(), source.name(), kind),
        orElse(text(tab.told(), "tab_name"), ""),
        tab.told().path("header_row").asInt(1),
        tab.entity(),
        rules(),
        orElse(text(tab.told(), "locale"), LOCALE),
        orElse(text(tab.told(), "timezone"), ZONE),
        tab.columns().stream().map(this::column).toList());
  }

  private FeedRules rules() {
    FeedRules usual = FeedRules.USUAL;
    ObjectNode told = tab.told();
    return new FeedRules(
        word(told, "", "mode", Mode::of, usual.mode()),
        word(told, "", "on_missing", OnMissing::of, usual.onMissing()),
        word(told, "", "on_duplicate_key", OnDuplicateKey::of, usual.onDuplicateKey()),
        word(told, "", "key_kind", KeyKind::of, usual.keyKind()),
        text(told, "match_on"));
  }

  private ColumnMapping column(ObjectNode told) {
    String name = orElse(text(told, "source_column"), "");
    String path = "column '" + name + "': ";
    List<String> tokens = new ArrayList<>();
    told.path("null_tokens").forEach(token -> tokens.add(token.asText()));
    return new ColumnMapping(
        name,
        text(told, "target_field"),
        told.path("is_key").asBoolean(),
        word(told, path, "authority", Authority::of, Authority.SOURCE_OF_TRUTH),
        new TransformSpec(orElse(text(told, "transform"), "text"), told.path("transform_config")),
        told.path("required").asBoolean(),
        word(told, path, "on_empty", OnEmpty::of, OnEmpty.IGNORE),
        tokens);
  }

  private <T> T word(
      ObjectNode told, String path, String name, Function<String, Optional<T>> of, T usual) {
    String word = orElse(text(told, name), "");
    Optional<T> known = of.apply(word);
    if (known.isEmpty()) {
      faults.add(path + name + ": '" + word + "' is unknown");
    }
    return known.orElse(usual);
  }

  static @Nullable String text(ObjectNode told, String name) {
    String text = told.path(name).asText("");
    return told.hasNonNull(name) && !text.isBlank() ? text : null;
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
