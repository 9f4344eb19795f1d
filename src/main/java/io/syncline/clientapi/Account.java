package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose account it is, and when it is due.
 *
 * @param nextSyncAt when it is read next; absent for one that never was
 * @param runningRun the run that holds it
 */
record Account(
    UUID credentialId,
    UUID clientId,
    String platform,
    String label,
    boolean isPaused,
    @Nullable Instant nextSyncAt,
    Optional<UUID> runningRun) {
  static final String CREDENTIAL_ID = "credential_id";

  static Account of(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getObject(CREDENTIAL_ID, UUID.class),
        row.getObject("client_id", UUID.class),
        row.getString("platform_type"),
        row.getString("label"),
        row.getBoolean("is_paused"),
        Optional.ofNullable(row.getTimestamp("next_sync_at"))
            .map(java.sql.Timestamp::toInstant)
            .orElse(null),
        Optional.ofNullable(row.getObject("run_id", UUID.class)));
  }

  boolean isDue(Instant now) {
    return nextSyncAt == null || !nextSyncAt.isAfter(now);
  }

  /** What leases, cursors and the ledger know it by. */
  String scope() {
    return credentialId.toString();
  }

  /** Whose it is, in the words of document 003; also the parameters of its run. */
  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put(CREDENTIAL_ID, credentialId.toString())
        .put("client_id", clientId.toString())
        .put("platform_type", platform)
        .put("label", label);
  }

  /** Whether these are the parameters of an account's run. */
  static boolean isRunOfOne(JsonNode parameters) {
    return parameters.has(CREDENTIAL_ID);
  }
}
