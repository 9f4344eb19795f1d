package io.syncline.clientapi.credential;

import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The credentials of clients, as {@code client_api_credentials} has them. */
@Component
public final class CredentialStore {
  private static final String FIND =
      """
      SELECT credential_id, client_id, platform_type, label, auth_mode, coalesce(account, '') AS account,
             settings::text AS settings, sync_frequency_hours
      FROM client_api_credentials WHERE credential_id = ?
      """;

  private final JdbcClient staging;

  CredentialStore(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** The credential of that id; empty for one that was removed. */
  public Optional<Credential> find(UUID id) {
    return staging.sql(FIND).param(id).query(CredentialStore::of).optional();
  }

  private static Credential of(ResultSet row, int number) throws SQLException {
    return new Credential(
        row.getObject("credential_id", UUID.class),
        row.getObject("client_id", UUID.class),
        row.getString("platform_type"),
        row.getString("label"),
        row.getString("auth_mode"),
        row.getString("account"),
        StoredJson.read(row.getString("settings")),
        row.getInt("sync_frequency_hours"),
        name -> Optional.empty());
  }
}
