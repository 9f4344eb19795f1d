package io.syncline.core.upkeep;

import static java.util.stream.Collectors.joining;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes what a {@link Retention} keeps no longer, so many rows at a time in each database. */
@Component
public final class RetentionSweep {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
  private static final int ROWS_AT_ONCE = 10_000;

  private final Databases databases;
  private final List<Retention> retentions;

  public RetentionSweep(Databases databases, List<Retention> retentions) {
    this.databases = databases;
    this.retentions = retentions.stream().filter(retention -> retention.keepDays() > 0).toList();
  }

  public void sweep() {
    for (Retention retention : retentions) {
      for (Database database : List.of(databases.staging(), databases.production())) {
        try {
          delete(retention, database);
        } catch (RuntimeException | Error e) { // of this table: the others are swept
          LOG.warn(
              "old rows not deleted table={} database={} cause={}",
              retention.table(),
              database.name(),
              e.getClass().getSimpleName());
        }
      }
    }
  }

  /** Each partition counts its places anew: a place alone is a row in every one of them. */
  private static void delete(Retention retention, Database database) {
    JdbcClient client = JdbcClient.create(database.relayPool());
    String sql =
        """
        WITH old AS MATERIALIZED (
            SELECT o.tableoid AS part, o.ctid AS place FROM %1$s o
            WHERE o.%2$s < now() - make_interval(days => ?)
              AND EXISTS (SELECT 1 FROM %1$s n WHERE %3$s AND n.%2$s > o.%2$s)
            LIMIT %4$s
        )
        DELETE FROM %1$s t WHERE t.ctid = ANY (ARRAY(SELECT place FROM old))
          AND (t.tableoid, t.ctid) IN (SELECT part, place FROM old)
        """
            .formatted(
                retention.table(),
                retention.at(),
                retention.key().stream().map(c -> "n." + c + " = o." + c).collect(joining(" AND ")),
                ROWS_AT_ONCE);
    int all =
        Forgetting.inSteps(
            () -> client.sql(sql).param(retention.keepDays()).update(), ROWS_AT_ONCE);
    if (all > 0) {
      LOG.info(
          "old rows deleted table={} database={} rows={}", retention.table(), database.name(), all);
    }
  }
}
