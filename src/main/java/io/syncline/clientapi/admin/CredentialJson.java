package io.syncline.clientapi.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.admin.CredentialTests.Tested;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.StoredCredential;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A credential as it is shown: everything but its secrets. */
final class CredentialJson {
  private CredentialJson() {}

  static ObjectNode of(StoredCredential stored) {
    Credential credential = stored.credential();
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("credential_id", credential.id().toString());
    shown.put("client_id", credential.clientId().toString());
    shown.put("platform_type", credential.platform());
    shown.put("label", credential.label());
    shown.put("auth_mode", credential.authMode());
    shown.put("account", credential.account());
    shown.set("settings", credential.settings());
    shown.put("sync_frequency_hours", credential.frequencyHours());
    shown.put("status", stored.status());
    shown.put("error_message", stored.error().orElse(null));
    shown.put("is_paused", stored.isPaused());
    shown.put("failures", stored.failures());
    shown.put("last_sync_at", time(stored.lastSyncAt()));
    shown.put("next_sync_at", time(stored.nextSyncAt()));
    shown.put("run_id", stored.run().map(UUID::toString).orElse(null));
    shown.put("created_at", stored.createdAt().toString());
    shown.put("updated_at", stored.updatedAt().toString());
    return shown;
  }

  /** The same with what a test came to. */
  static ObjectNode of(StoredCredential stored, Tested tested) {
    ObjectNode shown = of(stored);
    ObjectNode test = shown.putObject("test");
    test.put("passed", tested.connection().isPresent());
    tested
        .connection()
        .ifPresent(
            connection -> {
              test.put("account", connection.account());
              test.put("served_version", connection.served().orElse(null));
              test.set("refused_types", JsonNodeFactory.instance.pojoNode(connection.refused()));
              test.set("facts", connection.facts());
            });
    tested
        .why()
        .ifPresent(
            refused -> {
              test.put("code", refused.problem().code());
              test.put("message", refused.problem().detail());
            });
    return shown;
  }

  private static @Nullable String time(Optional<Instant> at) {
    return at.map(Instant::toString).orElse(null);
  }
}
