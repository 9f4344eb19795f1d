package io.syncline.clientapi.record;

import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import io.syncline.core.record.SyncRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records of accounts as staging has them. */
@Component
public final class StoredRecords {
  private static final String LIVE =
      """
      SELECT client_id, credential_id, data_type, external_id, platform_type, source_created_at, source_updated_at,
             content_hash, data::text AS data, metadata::text AS metadata
      FROM "%s"
      WHERE client_id = ? AND credential_id = ? AND data_type = ? AND external_id = ANY (?) AND deleted_at IS NULL
      """;

  private final JdbcClient staging;

  StoredRecords(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Those of one type that are not marked yet, as they are but for the mark. */
  public List<SyncRecord> marked(
      UUID client, UUID credential, String type, List<String> ids, Instant deletedAt) {
    String partition = ClientStreams.RECORDS.partition(client).table();
    if (ids.isEmpty() || !isThere(partition)) {
      return List.of();
    }
    return staging
        .sql(LIVE.formatted(partition))
        .params(client, credential, type, ids.toArray(String[]::new))
        .query((row, number) -> marked(row, deletedAt))
        .list();
  }

  private static SyncRecord marked(ResultSet row, Instant deletedAt) throws SQLException {
    return SyncRecord.of(
        row.getObject("client_id", UUID.class),
        row.getObject("credential_id", UUID.class),
        row.getString("data_type"),
        row.getString("external_id"),
        row.getString("platform_type"),
        time(row, "source_created_at"),
        time(row, "source_updated_at"),
        row.getString("content_hash"),
        StoredJson.read(row.getString("data")),
        row.getString("metadata"),
        deletedAt);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant).orElse(null);
  }

  private boolean isThere(String partition) {
    return staging
        .sql("SELECT to_regclass(?) IS NOT NULL")
        .param('"' + partition + '"')
        .query(Boolean.class)
        .single();
  }
}
