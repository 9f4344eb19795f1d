package io.syncline.entities.engine;

import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All of a world in lines that do not depend on the ids of its entities. */
final class Dump {
  private final World world;

  private Dump(World world) {
    this.world = world;
  }

  static List<String> of(World world) {
    Dump dump = new Dump(world);
    return Stream.of(dump.values(), dump.claims(), dump.conflicts(), dump.lineage(), dump.rows())
        .flatMap(it -> it)
        .toList();
  }

  /** What the fields hold, and nothing else. */
  static List<String> values(World world) {
    return new Dump(world).values().toList();
  }

  private Stream<String> values() {
    return world.entities.entrySet().stream()
        .map(
            it -> {
              TreeMap<String, String> values = new TreeMap<>();
              it.getValue()
                  .forEach((field, value) -> values.put(field, value == null ? "" : text(value)));
              values.values().removeIf(String::isEmpty);
              values.put("brand_name", key(it.getKey()));
              return "entity " + values;
            })
        .sorted();
  }

  private Stream<String> claims() {
    return world.claims.values().stream()
        .map(
            it ->
                String.join(
                    " ",
                    "claim",
                    key(it.entityId()),
                    it.field(),
                    it.feedId().toString(),
                    text(it.value()),
                    it.raw(),
                    it.assertedAt().toString()))
        .sorted();
  }

  private Stream<String> conflicts() {
    return world.conflicts.values().stream()
        .map(
            it ->
                String.join(
                    " ",
                    "conflict",
                    key(it.entityId()),
                    it.field(),
                    it.losingFeedId() + "<" + it.winningFeedId(),
                    text(it.losingValue()),
                    text(it.winningValue())))
        .sorted();
  }

  private Stream<String> lineage() {
    return world.lineage.stream()
        .map(
            it ->
                String.join(
                    " ",
                    "lineage",
                    "" + it.run(),
                    key(it.row().entityId()),
                    it.row().field(),
                    "" + it.row().feedId(),
                    "" + it.row().row(),
                    it.row().authority(),
                    text(it.row().previous()),
                    text(it.row().value())))
        .sorted();
  }

  private Stream<String> rows() {
    return world.rows.entrySet().stream()
        .flatMap(
            of ->
                of.getValue().values().stream()
                    .map(it -> "row " + of.getKey() + " " + it.rowKey() + " " + it.isPresent()))
        .sorted();
  }

  private String key(UUID id) {
    return text(world.entities.get(id).get("brand_name"));
  }

  private static String text(@Nullable Value value) {
    return value == null ? "null" : value.text();
  }
}
