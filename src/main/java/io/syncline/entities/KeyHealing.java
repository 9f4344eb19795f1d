package io.syncline.entities;

import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings {@code entity_keys} to what the entities hold before a feed's rows are looked up: somebody
 * may have added or renamed entities by SQL. Of several with one key it knows the first; the run
 * keeps in mind that there are others. A dry run whose batches are rolled back one by one keeps all
 * of it in mind.
 */
record KeyHealing(FeedProgress feed, EntityTable table, String keyField) implements Composition {
  /** Most keys are plain words, which the database itself can compare. */
  private static final String ASTRAY =
      """
      SELECT t.id, %1$s AS key FROM "%2$s" t
      WHERE %1$s IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM entity_keys k
          WHERE k.entity_type = ? AND k.entity_id = t.id AND k.is_current AND k.normalized_key = lower(%1$s))
      ORDER BY t.id
      """;

  private static final String HOLDERS =
      """
      SELECT k.normalized_key, k.entity_id, %1$s AS key
      FROM entity_keys k JOIN "%2$s" t ON t.id = k.entity_id
      WHERE k.entity_type = ? AND k.normalized_key = ANY (?) AND k.is_current
      """;

  /** Whether there is anything to be looked at. */
  boolean isNeeded(JdbcClient staging) {
    return !astray(staging).isEmpty();
  }

  @Override
  public String name() {
    return table.stream().name();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public List<Composition> halves() {
    return List.of();
  }

  @Override
  public Composed compose(StagingTx staging) {
    feed.doubles().clear();
    Map<UUID, String> astray = astray(staging.client());
    EntityKeys keys = new EntityKeys(staging, table.name());
    keys.lock(List.copyOf(astray.values()));
    Map<String, UUID> holders = holders(staging.client(), astray);
    Map<String, UUID> taken = new LinkedHashMap<>();
    astray.forEach(
        (id, key) -> {
          UUID holder = holders.putIfAbsent(key, id);
          if (holder == null) {
            taken.put(key, id);
          } else if (!holder.equals(id)) {
            feed.doubles().put(key, List.of(new KeyOwner(holder, true), new KeyOwner(id, true)));
          }
        });
    if (feed.facts().isPreview() && feed.areBatchesApart()) {
      taken.forEach((key, id) -> feed.doubles().put(key, List.of(new KeyOwner(id, true))));
    } else {
      keys.take(taken);
    }
    return Composed.of(List.of(), Outcomes.NONE);
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    return Composed.of(List.of(), Outcomes.NONE);
  }

  private Map<UUID, String> astray(JdbcClient staging) {
    Map<UUID, String> astray = new LinkedHashMap<>();
    staging
        .sql(ASTRAY.formatted(table.text(keyField), table.name()))
        .param(table.name())
        .query(
            row -> {
              UUID id = row.getObject("id", UUID.class);
              normalized(row.getString("key")).ifPresent(key -> astray.put(id, key));
            });
    return astray;
  }

  /** Who has these keys, of those that still bear them. */
  private Map<String, UUID> holders(JdbcClient staging, Map<UUID, String> astray) {
    Map<String, UUID> holders = new HashMap<>();
    staging
        .sql(HOLDERS.formatted(table.text(keyField), table.name()))
        .params(table.name(), astray.values().toArray(String[]::new))
        .query(
            row -> {
              String key = row.getString("normalized_key");
              if (normalized(row.getString("key")).filter(key::equals).isPresent()) {
                holders.put(key, row.getObject("entity_id", UUID.class));
              }
            });
    return holders;
  }

  private Optional<String> normalized(String text) {
    return Optional.<Value>ofNullable(table.type(keyField).read(text))
        .map(RowReader::normalized)
        .filter(key -> !key.isEmpty());
  }
}
