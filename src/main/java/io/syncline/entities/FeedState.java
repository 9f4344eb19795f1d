package io.syncline.entities;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.Needs;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What staging holds of a batch, read by sets inside its transaction: a few statements, however
 * many rows there are.
 */
final class FeedState {
  private static final String FOUND =
      """
      SELECT 'key' AS kind, normalized_key AS name, entity_id, is_current AS flag, NULL AS content,
             NULL AS fields, NULL::int AS number, NULL AS record
      FROM entity_keys WHERE entity_type = :type AND normalized_key = ANY (:keys)
      UNION ALL
      SELECT 'row', row_key, entity_id, is_present, encode(content_hash, 'hex'), encode(field_hash, 'hex'),
             row_number, record_id
      FROM feed_rows WHERE feed_id = :feed AND row_key = ANY (:rows)
      UNION ALL
      SELECT 'link', external_id, entity_id, true, NULL, NULL, NULL, NULL
      FROM entity_links
      WHERE data_source_id = :source AND entity_type = :type AND :external
        AND (external_id = ANY (:rows)
             OR entity_id IN (SELECT k.entity_id FROM entity_keys k
                              WHERE k.entity_type = :type AND k.normalized_key = ANY (:keys)))
      """;

  private final StagingTx staging;
  private final FeedPlan plan;
  private final EntityTable table;
  private final EntityState entities;

  FeedState(StagingTx staging, FeedPlan plan, EntityTable table) {
    this.staging = staging;
    this.plan = plan;
    this.table = table;
    this.entities = new EntityState(staging.client(), plan.type().type(), table);
  }

  /**
   * Whom the rows lead to. Keys and records that lead to nobody are locked and looked for again, so
   * that no two batches make an entity of one key.
   *
   * @param doubles keys that several entities have, of which the table of keys knows one only
   */
  Found found(Needs needs, Map<String, List<KeyOwner>> doubles) {
    Found found = look(needs);
    List<String> missing = new ArrayList<>();
    needs.keys().stream().filter(it -> !found.keys().containsKey(it)).forEach(missing::add);
    if (plan.isExternal()) {
      needs.rowKeys().stream()
          .filter(it -> !found.links().containsKey(it))
          .forEach(it -> missing.add(plan.feed().source().id() + "/" + it));
    }
    boolean isAny = !missing.isEmpty() && mayAdd();
    if (isAny) {
      staging.lockNames(table.name(), missing);
    }
    Found again = isAny ? look(needs) : found;
    needs.keys().stream()
        .filter(doubles::containsKey)
        .forEach(key -> again.keys().put(key, doubles.get(key)));
    return withValues(again);
  }

  /** Whether rows without an entity become one, or one of their own source. */
  private boolean mayAdd() {
    return plan.isExternal() || plan.feed().rules().mode() != Mode.UPDATE_ONLY;
  }

  private Found look(Needs needs) {
    Found found =
        new Found(
            new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    staging
        .client()
        .sql(FOUND)
        .param("type", table.name())
        .param("feed", plan.feed().id())
        .param("source", plan.feed().source().id())
        .param("external", plan.isExternal())
        .param("keys", needs.keys().toArray(String[]::new))
        .param("rows", needs.rowKeys().toArray(String[]::new))
        .query(
            row -> {
              add(found, row);
            });
    return found;
  }

  private static void add(Found found, ResultSet row) throws SQLException {
    String name = row.getString("name");
    UUID entity = row.getObject("entity_id", UUID.class);
    switch (row.getString("kind")) {
      case "key" ->
          found
              .keys()
              .computeIfAbsent(name, key -> new ArrayList<>())
              .add(new KeyOwner(entity, row.getBoolean("flag")));
      case "link" -> {
        found.links().put(name, entity);
        found.linked().put(entity, name);
      }
      default -> found.rows().put(name, feedRow(row));
    }
  }

  private static FeedRow feedRow(ResultSet row) throws SQLException {
    return new FeedRow(
        row.getString("name"),
        row.getString("content"),
        row.getString("fields"),
        ref(row.getInt("number"), row.getString("record")),
        row.getObject("entity_id", UUID.class),
        row.getBoolean("flag"));
  }

  /** A whole row of {@code feed_rows}, whose hashes nobody asks for. */
  static FeedRow keptRow(ResultSet row) throws SQLException {
    return new FeedRow(
        row.getString("row_key"),
        null,
        null,
        ref(row.getInt("row_number"), row.getString("record_id")),
        row.getObject("entity_id", UUID.class),
        row.getBoolean("is_present"));
  }

  private static RowRef ref(int number, @Nullable String record) {
    return record == null ? RowRef.row(number) : RowRef.record(record);
  }

  /** With what the entities hold; one that somebody deleted has no key and no link any more. */
  private Found withValues(Found found) {
    Set<UUID> ids = new HashSet<>(found.links().values());
    found.keys().values().forEach(owners -> owners.forEach(it -> ids.add(it.entityId())));
    Map<UUID, Map<String, @Nullable Value>> values = entities.values(ids, read());
    Map<String, List<KeyOwner>> keys = new HashMap<>();
    found
        .keys()
        .forEach(
            (key, owners) -> {
              List<KeyOwner> there =
                  owners.stream().filter(it -> values.containsKey(it.entityId())).toList();
              if (!there.isEmpty()) {
                keys.put(key, there);
              }
            });
    found.links().values().retainAll(values.keySet());
    found.linked().keySet().retainAll(values.keySet());
    return new Found(keys, found.links(), found.linked(), values, found.rows());
  }

  /** What the engine asks for: the mapped fields, the key and the flag. */
  private List<String> read() {
    return Stream.concat(
            plan.columns().stream()
                .flatMap(it -> Stream.ofNullable(it.policy()))
                .map(policy -> policy.field().name()),
            Stream.of(plan.type().type().keyField(), EntityType.ARCHIVED))
        .filter(table::has)
        .distinct()
        .toList();
  }

  /** Locks the rows of entities and reads them whole, in the order of their ids. */
  Map<UUID, SyncRecord> lock(Collection<UUID> ids) {
    return table.lock(staging, ids);
  }

  /** What is said of entities. */
  Held held(Collection<UUID> ids) {
    return entities.held(ids);
  }

  static String[] texts(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }
}
