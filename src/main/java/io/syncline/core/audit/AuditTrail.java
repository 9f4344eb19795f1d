package io.syncline.core.audit;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * {@code sync_audit}, by staging's clock.
 *
 * <ol>
 *   <li>An action is written before it is done; where that fails it is not done.
 *   <li>Its end is written after; where that fails the action stays done and without an end, and
 *       the log says so.
 * </ol>
 *
 * Threads may share it.
 */
@Component
public final class AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String BEGIN =
      """
      INSERT INTO sync_audit (who, by_what, method, path, members) VALUES (?, ?, ?, ?, ?) RETURNING id
      """;
  private static final String END =
      "UPDATE sync_audit SET status = ?, run_id = ?, ended_at = clock_timestamp() WHERE id = ?";

  private final JdbcClient staging;

  AuditTrail(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * Writes what is about to be done; answers its id.
   *
   * @throws RequestRefused 503 while staging cannot be used
   * @throws DataAccessException any other reason not to write it, which is a fault of ours
   */
  public long begin(Action action) {
    try {
      return DatabaseFaults.onNewSession(() -> write(action));
    } catch (DataAccessException | TransactionException e) {
      if (!DatabaseFaults.isAway(e)) {
        throw e;
      }
      LOG.warn("an action is not noted cause={}", DatabaseFaults.of("staging", e));
      throw DatabaseFaults.unavailable(e, "Nothing was done; try again", SOON);
    }
  }

  private long write(Action action) {
    return staging
        .sql(BEGIN)
        .param(action.who())
        .param(action.by().word())
        .param(action.method())
        .param(action.path())
        .param(action.members().toArray(String[]::new))
        .query(Long.class)
        .single();
  }

  /** Writes how it ended. */
  public void end(long id, int status, Optional<UUID> run) {
    try {
      staging.sql(END).param(status).param(run.orElse(null)).param(id).update();
    } catch (DataAccessException e) {
      LOG.warn(
          "the end of an action is not noted id={} status={} cause={}",
          id,
          status,
          e.getClass().getSimpleName());
    }
  }

  /** A page of actions, the last one first. */
  public List<AuditEntry> page(AuditQuery query) {
    return staging
        .sql("SELECT * FROM sync_audit WHERE " + query.where() + " ORDER BY id DESC LIMIT :limit")
        .params(query.parameters())
        .param("limit", query.limit())
        .query(AuditTrail::read)
        .list();
  }

  private static AuditEntry read(ResultSet row, int number) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new AuditEntry(
        row.getLong("id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("who"),
        row.getString("by_what"),
        row.getString("method"),
        row.getString("path"),
        List.of((String[]) row.getArray("members").getArray()),
        (@Nullable Integer) row.getObject("status"),
        ended == null ? null : ended.toInstant(),
        row.getObject("run_id", UUID.class));
  }
}
