package io.syncline.clientapi.credential;

import io.syncline.core.record.StoredJson;
import io.syncline.core.secret.SecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;

/** How a row of {@code client_api_credentials} is read. */
record CredentialRows(SecretBox box) implements RowMapper<StoredCredential> {
  static final String ALL =
      """
      SELECT credential_id, client_id, platform_type, label, auth_mode, account,
             settings::text AS settings, sync_frequency_hours, secret, status, error_message,
             is_paused, failures, last_sync_at, next_sync_at, created_at, updated_at,
             (SELECT l.run_id FROM run_leases l
              WHERE l.scope = credential_id::text AND l.expires_at > clock_timestamp()) AS run_id,
             EXISTS (SELECT FROM client_hints h
                     WHERE h.credential_id = client_api_credentials.credential_id AND h.external_id IS NOT NULL) AS told_gone
      FROM client_api_credentials
      """;

  @Override
  public StoredCredential mapRow(ResultSet row, int number) throws SQLException {
    return new StoredCredential(
        credential(row),
        row.getString("status"),
        Optional.ofNullable(row.getString("error_message")),
        row.getBoolean("is_paused"),
        row.getInt("failures"),
        time(row, "last_sync_at"),
        time(row, "next_sync_at"),
        Optional.ofNullable(row.getObject("run_id", UUID.class)),
        time(row, "created_at").orElse(Instant.EPOCH),
        time(row, "updated_at").orElse(Instant.EPOCH),
        row.getBoolean("told_gone"));
  }

  private Credential credential(ResultSet row) throws SQLException {
    UUID id = row.getObject("credential_id", UUID.class);
    UUID client = row.getObject("client_id", UUID.class);
    String platform = row.getString("platform_type");
    return new Credential(
        id,
        client,
        platform,
        row.getString("label"),
        row.getString("auth_mode"),
        Objects.toString(row.getString("account"), ""),
        StoredJson.read(row.getString("settings")),
        row.getInt("sync_frequency_hours"),
        new SealedSecrets(box, Credential.owner(id, client, platform), row.getBytes("secret")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
