package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.entities.engine.Resolving;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.FieldDecisions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Resolves a field of all entities that anybody says something of, and writes nothing. */
@Component
final class ResolvedFields implements FieldDecisions {
  private static final String ENTITIES =
      """
      SELECT DISTINCT entity_id FROM source_values WHERE entity_type = ? AND field_name = ? ORDER BY entity_id
      """;

  private final EntityTables tables;
  private final JdbcClient staging;
  private final int batchRows;

  ResolvedFields(
      EntityTables tables,
      Databases databases,
      @Value("${syncline.entities.rows-per-batch}") int batchRows) {
    this.tables = tables;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.batchRows = batchRows;
  }

  @Override
  public long changed(TypePlan plan, String field) {
    EntityTable table = tables.find(plan.type().name()).orElseThrow();
    EntityState state = new EntityState(staging, plan.type(), table);
    List<UUID> ids = staging.sql(ENTITIES).params(table.name(), field).query(UUID.class).list();
    long changed = 0;
    for (int at = 0; at < ids.size(); at += batchRows) {
      List<UUID> some = ids.subList(at, Math.min(ids.size(), at + batchRows));
      changed +=
          Resolving.of(plan, Set.of(field), state.values(some, List.of(field)), state.held(some))
              .entities()
              .size();
    }
    return changed;
  }
}
