package io.syncline.entities;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.TableColumn;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of a kind of entities as it is now. Threads may share it. */
final class EntityTable {
  static final List<String> KEY = List.of("id");
  private static final String TOUCHED = "updated_at";

  /** What no source and nobody by hand sets. */
  private static final Set<String> OURS = Set.of("id", "archived", "created_at", TOUCHED);

  private final Stream stream;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, FieldType> types = new HashMap<>();

  private EntityTable(Stream stream) {
    this.stream = stream;
  }

  static EntityTable of(Stream stream, List<TableColumn> columns) {
    EntityTable table = new EntityTable(stream);
    for (Column column : stream.columns()) {
      table.places.put(column.name(), table.places.size());
    }
    columns.forEach(it -> table.types.put(it.name(), FieldType.of(it.declared())));
    return table;
  }

  String name() {
    return stream.table();
  }

  Stream stream() {
    return stream;
  }

  /** The columns that have values of their own. */
  List<String> fields() {
    return stream.columns().stream().map(Column::name).filter(it -> !OURS.contains(it)).toList();
  }

  boolean has(String column) {
    return types.containsKey(column) && places.containsKey(column);
  }

  /** The statement that reads columns as text, after the id, of the entities {@code :ids}. */
  String select(List<String> columns) {
    String texts = columns.stream().map(this::text).collect(Collectors.joining(", "));
    return "SELECT t.id, %s FROM \"%s\" t WHERE t.id = ANY (:ids::uuid[])".formatted(texts, name());
  }

  /** The expression that reads a column of the table {@code t} as text. */
  String text(String column) {
    return stream.columns().get(place(column)).plain("t.");
  }

  FieldType type(String column) {
    return Objects.requireNonNull(types.get(column), column);
  }

  /** What a row holds of a column. */
  @Nullable Value value(SyncRecord row, String column) {
    return type(column).read((String) row.value(place(column)));
  }

  /** What a row holds of all its columns. */
  Map<String, @Nullable Value> values(SyncRecord row) {
    Map<String, @Nullable Value> values = new HashMap<>();
    places.forEach((column, place) -> values.put(column, value(row, column)));
    return values;
  }

  /** Locks the rows of entities and reads them whole, in the order of their ids. */
  Map<UUID, SyncRecord> lock(StagingTx staging, Collection<UUID> ids) {
    Map<UUID, SyncRecord> rows = new HashMap<>();
    staging
        .lockRows(stream, ids.stream().map(id -> List.of(id.toString())).toList())
        .forEach(row -> rows.put(id(row), row));
    return rows;
  }

  static UUID id(SyncRecord row) {
    return UUID.fromString((String) row.required(0));
  }

  /** A row of a new entity that holds what the table gives it. */
  SyncRecord fresh(UUID id, Map<String, String> defaults) {
    @Nullable Object[] all = new Object[places.size()];
    defaults.forEach((column, text) -> all[place(column)] = text);
    all[0] = id.toString();
    return SyncRecord.of(all);
  }

  /** The row with other values, which is touched by that. */
  SyncRecord with(SyncRecord row, Map<String, ? extends @Nullable Value> values, Instant at) {
    List<@Nullable Object> all = new ArrayList<>(row.width());
    for (int i = 0; i < places.size(); i++) {
      all.add(row.value(i));
    }
    values.forEach((column, value) -> all.set(place(column), value == null ? null : value.text()));
    if (places.containsKey(TOUCHED)) {
      all.set(place(TOUCHED), at.toString());
    }
    return SyncRecord.of(all.toArray());
  }

  private int place(String column) {
    return Objects.requireNonNull(places.get(column), column);
  }
}
