package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.entities.feed.Member.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What an object of the configuration may have, and the table whose rows such objects are. Names in
 * statements come from here and from nowhere else.
 */
record Shape(String table, List<Member> members) {
  static final String ACTIVE = "active";
  static final String DELETED = "deleted";
  static final List<String> TYPES = List.of("partners", "staff", "asins");

  /** Whom is read from. */
  static final Shape SOURCE =
      new Shape(
          "data_sources",
          List.of(
              Member.required("name", Kind.TEXT),
              Member.required("type", Kind.TEXT),
              Member.object("connector_config"),
              Member.word("status", ACTIVE, "paused")));

  /** A feed: one tab, or one kind of an API's objects. */
  static final Shape TAB =
      new Shape(
          "tab_mappings",
          List.of(
              Member.required("data_source_id", Kind.UUID),
              Member.required("tab_name", Kind.TEXT),
              Member.optional("sheet_id", Kind.WHOLE),
              Member.required("primary_entity", Kind.TEXT).among(TYPES),
              Member.count("header_row", 1),
              Member.word("mode", "upsert", "update_only", "create_only"),
              Member.word("on_missing", "keep", "archive"),
              Member.word("on_duplicate_key", "reject", "first", "last"),
              Member.word("key_kind", "field", "external_id"),
              Member.optional("match_on", Kind.TEXT),
              Member.optional("locale", Kind.TEXT),
              Member.optional("timezone", Kind.TEXT),
              Member.word("status", ACTIVE, "paused")));

  /** What becomes of one column of a feed. */
  static final Shape COLUMN =
      new Shape(
          "column_mappings",
          List.of(
              Member.required("source_column", Kind.TEXT),
              Member.optional("target_field", Kind.TEXT),
              Member.flag("is_key"),
              Member.word("authority", "source_of_truth", "reference", "derived"),
              Member.optional("transform", Kind.TEXT),
              Member.object("transform_config"),
              Member.flag("required"),
              Member.word("on_empty", "ignore", "clear"),
              Member.texts("null_tokens")));

  Shape {
    members = List.copyOf(members);
  }

  List<String> names() {
    return members.stream().map(Member::name).toList();
  }

  /**
   * The object with all of its members, in their order, and no other.
   *
   * @param path what its members are called by in a refusal, such as {@code columns[2].}
   * @param beside members that are somebody else's to look at
   * @throws RequestRefused 400 for a member that is unknown, missing or not as it must be
   */
  ObjectNode read(JsonNode object, String path, String... beside) {
    if (!object.isObject()) {
      throw RequestRefused.invalid(path.isEmpty() ? "body" : path, "must be an object", List.of());
    }
    List<String> known = new ArrayList<>(names());
    known.addAll(List.of(beside));
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw RequestRefused.invalid(path + name, "is not known here", known);
              }
            });
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    members.forEach(member -> read.set(member.name(), member.of(object, path)));
    return read;
  }

  /** A row, whoever wrote it: members that say nothing are what that means. */
  ObjectNode ofRow(JsonNode row) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (Member member : members) {
      JsonNode value = row.path(member.name());
      boolean says = !value.isMissingNode() && !value.isNull();
      read.set(member.name(), says ? value : member.otherwise().orElse(value));
    }
    return read;
  }

  /** The same without what goes without saying. */
  ObjectNode brief(ObjectNode object) {
    ObjectNode brief = JsonNodeFactory.instance.objectNode();
    for (Member member : members) {
      JsonNode value = object.path(member.name());
      if (!member.otherwise().filter(value::equals).isPresent()) {
        brief.set(member.name(), value);
      }
    }
    return brief;
  }
}
