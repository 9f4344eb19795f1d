package io.syncline.clientapi.credential;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.secret.SecretBox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The credentials of clients ({@code client_api_credentials}). A row that was written by SQL counts
 * as any other; one without an account was not set up yet.
 */
@Component
public final class CredentialStore {
  private final JdbcClient staging;
  private final SecretBox box;
  private final CredentialRows rows;

  CredentialStore(Databases databases, SecretBox box) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.box = box;
    this.rows = new CredentialRows(box);
  }

  /** 404: there is no credential of that id. */
  public static RequestRefused unknown(UUID id) {
    return RequestRefused.of(
        404, "UNKNOWN_CREDENTIAL", "Unknown credential", "There is no credential " + id);
  }

  public Optional<Credential> find(UUID id) {
    return stored(id).map(StoredCredential::credential);
  }

  /** The same with how it is getting on. */
  public Optional<StoredCredential> stored(UUID id) {
    return staging
        .sql(CredentialRows.ALL + "WHERE credential_id = ?")
        .param(id)
        .query(rows)
        .optional();
  }

  /** A page of those that are looked for. */
  public List<StoredCredential> page(CredentialSearch search) {
    return staging.sql(search.query()).params(search.parameters()).query(rows).list();
  }

  /** Adds one that nobody has tested; empty when the client has that account there already. */
  public boolean add(Credential fresh, Map<String, String> secrets) {
    return staging
            .sql(
                """
                INSERT INTO client_api_credentials
                    (credential_id, client_id, platform_type, label, auth_mode, account, settings,
                     sync_frequency_hours, secret, status)
                VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, 'pending')
                ON CONFLICT DO NOTHING
                """)
            .params(
                fresh.id(),
                fresh.clientId(),
                fresh.platform(),
                fresh.label(),
                fresh.authMode(),
                fresh.account(),
                fresh.settings().toString(),
                fresh.frequencyHours(),
                SealedSecrets.seal(box, fresh.owner(), secrets))
            .update()
        == 1;
  }

  /**
   * Puts what was changed into its place, to be tested anew; all but whose account it is. Secrets
   * that it does not touch stay as they are by now.
   *
   * @param there as it was read
   * @return whether it did: not where others than the secrets that were read would be lost
   */
  public boolean change(Credential there, CredentialDraft draft) {
    Credential changed = draft.credential();
    return staging
            .sql(
                """
                UPDATE client_api_credentials
                SET label = :label, auth_mode = :mode, settings = :settings::jsonb,
                    sync_frequency_hours = :hours,
                    secret = CASE WHEN :touches THEN :fresh::bytea ELSE secret END,
                    status = 'pending', error_message = NULL, updated_at = now()
                WHERE credential_id = :id
                  AND (NOT :touches OR secret IS NOT DISTINCT FROM :read::bytea)
                """)
            .param("label", changed.label())
            .param("mode", changed.authMode())
            .param("settings", changed.settings().toString())
            .param("hours", changed.frequencyHours())
            .param("touches", draft.touchesSecrets())
            .param("fresh", SealedSecrets.seal(box, changed.owner(), draft.secrets()))
            .param("id", changed.id())
            .param("read", there.secrets() instanceof SealedSecrets read ? read.kept() : null)
            .update()
        == 1;
  }

  /** What a test of it came to; an error says what to do. */
  public void tested(UUID id, String status, Optional<String> error) {
    staging
        .sql(
            """
            UPDATE client_api_credentials SET status = ?, error_message = ?, updated_at = now()
            WHERE credential_id = ? AND (status, error_message) IS DISTINCT FROM (?, ?)
            """)
        .param(status)
        .param(error.orElse(null))
        .param(id)
        .param(status)
        .param(error.orElse(null))
        .update();
  }

  /** No run begins by itself while it is paused. */
  public void pause(UUID id, boolean paused) {
    staging
        .sql(
            "UPDATE client_api_credentials SET is_paused = ?, updated_at = now() WHERE credential_id = ?")
        .params(paused, id)
        .update();
  }

  /**
   * Takes it away with how far its types were read, what was fetched and not yet written, and what
   * its calls have left of its allowance, unless a run works with it; its rows stay.
   *
   * @return whether it is gone
   */
  public boolean remove(UUID id) {
    return staging
            .sql(
                """
                WITH gone AS (
                    DELETE FROM client_api_credentials c
                    WHERE c.credential_id = :id AND NOT EXISTS (
                        SELECT 1 FROM run_leases l
                        WHERE l.scope = :id::text AND l.expires_at > clock_timestamp())
                    RETURNING credential_id, platform_type
                ), cursors AS (
                    DELETE FROM sync_cursors s USING gone
                    WHERE s.pipeline = 'clientapi' AND s.scope = gone.credential_id::text
                ), lines AS (
                    DELETE FROM client_bulk_lines l USING gone
                    WHERE l.credential_id = gone.credential_id
                ), listed AS (
                    DELETE FROM client_swept_ids s USING gone
                    WHERE s.credential_id = gone.credential_id
                ), hints AS (
                    DELETE FROM client_hints h USING gone
                    WHERE h.credential_id = gone.credential_id
                ), buckets AS (
                    DELETE FROM sync_source_buckets b USING gone
                    WHERE b.source = gone.platform_type || ':' || gone.credential_id
                )
                SELECT count(*) FROM gone
                """)
            .param("id", id)
            .query(Long.class)
            .single()
        == 1;
  }

  /** Tidies up behind credentials that went while somebody fetched for them, or by SQL. */
  public void forgetRemoved() {
    staging
        .sql(
            """
            WITH lines AS (
                DELETE FROM client_bulk_lines l WHERE NOT EXISTS (
                    SELECT FROM client_api_credentials c WHERE c.credential_id = l.credential_id)
            ), listed AS (
                DELETE FROM client_swept_ids s WHERE NOT EXISTS (
                    SELECT FROM client_api_credentials c WHERE c.credential_id = s.credential_id)
            )
            DELETE FROM sync_source_buckets b
            WHERE b.source ~ '^[a-z0-9_-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' AND NOT EXISTS (
                SELECT FROM client_api_credentials c
                WHERE c.credential_id::text = split_part(b.source, ':', 2))
            """)
        .update();
  }

  /** The secrets as they are stored now. */
  SealedSecrets secrets(Credential credential) {
    return staging
        .sql("SELECT secret FROM client_api_credentials WHERE credential_id = ?")
        .param(credential.id())
        .query((row, number) -> new SealedSecrets(box, credential.owner(), row.getBytes(1)))
        .optional()
        .orElseGet(() -> new SealedSecrets(box, credential.owner(), null));
  }

  /** Stores others in the place of those that were read, unless somebody did so meanwhile. */
  boolean replace(Credential credential, SealedSecrets read, byte[] fresh) {
    return staging
            .sql(
                """
                UPDATE client_api_credentials SET secret = ?
                WHERE credential_id = ? AND secret IS NOT DISTINCT FROM ?::bytea
                """)
            .params(fresh, credential.id(), read.kept())
            .update()
        == 1;
  }
}
