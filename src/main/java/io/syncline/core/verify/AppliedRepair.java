package io.syncline.core.verify;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.stream.Binder;
import io.syncline.core.verify.Verification.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes production's {@code sync_applied} equal to the ledger, once the rows are: a batch that
 * staging delivered is recorded again, one that staging does not know is forgotten. So many at a
 * time; one thread at a time.
 */
final class AppliedRepair implements Findings {
  private static final int AT_ONCE = 4_000;
  private static final String LEDGER =
      "SELECT id, run_id, table_name, rows FROM run_batches WHERE id = ANY (?)";
  private static final String RECORD =
      """
      INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (batch_id) DO UPDATE
      SET rows = excluded.rows, installation = excluded.installation, applied_at = clock_timestamp()
      """;
  private static final String FORGET = "DELETE FROM sync_applied WHERE batch_id = ANY (?)";

  private final Databases databases;
  private final String installation;
  private final RepairReport report;
  private final Set<UUID> toRecord = new LinkedHashSet<>();
  private final List<UUID> toForget = new ArrayList<>();

  AppliedRepair(Databases databases, String installation, RepairReport report) {
    this.databases = databases;
    this.installation = installation;
    this.report = report;
  }

  @Override
  public void add(Fault fault, String subject, String key) {
    report.add(fault, subject, key);
    switch (fault) {
      case NOT_APPLIED, OTHER_ROWS, PRODUCTION_FIRST -> toRecord.add(UUID.fromString(key));
      case UNKNOWN_BATCH -> toForget.add(UUID.fromString(key));
      default -> {
        return;
      }
    }
    if (toRecord.size() + toForget.size() >= AT_ONCE) {
      flush();
    }
  }

  /** Settles what was gathered. */
  void flush() {
    try (Connection staging = databases.staging().pool().getConnection()) {
      settle(staging, databases.production());
    } catch (SQLException e) {
      throw SqlFailures.translate("staging or production", e);
    }
    toRecord.clear();
    toForget.clear();
  }

  private void settle(Connection staging, Database there) throws SQLException {
    try (Connection production = there.pool().getConnection();
        PreparedStatement ledger = staging.prepareStatement(LEDGER);
        PreparedStatement record = production.prepareStatement(RECORD)) {
      ledger.setArray(1, staging.createArrayOf("uuid", toRecord.toArray()));
      try (ResultSet batch = ledger.executeQuery()) {
        while (batch.next()) {
          Binder binder = new Binder(production, record);
          binder.add(batch.getObject("id")).add(batch.getObject("run_id"));
          binder.text(batch.getString("table_name")).add(batch.getInt("rows")).text(installation);
          record.addBatch();
        }
      }
      record.executeBatch();
      Sql.update(production, FORGET, production.createArrayOf("uuid", toForget.toArray()));
    }
  }
}
