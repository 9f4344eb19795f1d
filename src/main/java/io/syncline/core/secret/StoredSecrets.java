package io.syncline.core.secret;

import io.syncline.core.database.Databases;
import io.syncline.core.error.UnreadableSecret;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Secrets that change while the service runs, such as a token its source has replaced. Staging
 * keeps them sealed, each bound to its name.
 */
@Component
public final class StoredSecrets {
  private final JdbcClient staging;
  private final SecretBox box;

  StoredSecrets(Databases databases, SecretBox box) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.box = box;
  }

  /**
   * The secret of that name; empty when none was stored.
   *
   * @throws UnreadableSecret when one was, and does not open
   */
  public Optional<String> get(String name) {
    return staging
        .sql("SELECT ciphertext FROM stored_secrets WHERE name = ?")
        .param(name)
        .query(byte[].class)
        .optional()
        .map(kept -> box.open(kept, name));
  }

  /** Keeps a secret instead of the one before. */
  public void put(String name, String secret) {
    staging
        .sql(
            """
            INSERT INTO stored_secrets (name, ciphertext) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET ciphertext = excluded.ciphertext, updated_at = now()
            """)
        .params(name, box.seal(secret, name))
        .update();
  }

  /** Keeps it no longer. */
  public void forget(String name) {
    staging.sql("DELETE FROM stored_secrets WHERE name = ?").param(name).update();
  }
}
