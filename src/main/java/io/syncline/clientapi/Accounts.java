package io.syncline.clientapi;

import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which accounts there are and which of them are due, asked of the table each time: what somebody
 * changed by SQL counts.
 */
@Component
final class Accounts {
  private static final String ALL =
      """
      SELECT c.credential_id, c.client_id, c.platform_type, c.label, c.is_paused, c.next_sync_at, l.run_id
      FROM client_api_credentials c
      LEFT JOIN run_leases l ON l.scope = c.credential_id::text AND l.expires_at > clock_timestamp()
      """;

  private static final String ONE = ALL + "WHERE c.credential_id = ?";

  private static final String SELECTED =
      ALL
          + """
      WHERE (?::uuid IS NULL OR c.client_id = ?::uuid) AND (?::uuid IS NULL OR c.credential_id = ?::uuid)
        AND (?::text IS NULL OR c.platform_type = ?)
        AND (? OR ((c.next_sync_at IS NULL OR c.next_sync_at <= ?::timestamptz) AND NOT c.is_paused))
      ORDER BY c.client_id, c.next_sync_at NULLS FIRST, c.credential_id
      """;

  private static final String EARLY =
      """
      SELECT EXISTS (
          SELECT FROM client_api_credentials c
          WHERE NOT c.is_paused AND c.slot_at IS NOT NULL AND c.next_sync_at <= ?::timestamptz
            AND NOT EXISTS (SELECT FROM run_leases l
                            WHERE l.scope = c.credential_id::text AND l.expires_at > clock_timestamp()))
      """;

  private final JdbcClient staging;
  private final Platforms platforms;
  private final Clock clock;

  Accounts(Databases databases, Platforms platforms, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.platforms = platforms;
    this.clock = clock;
  }

  /**
   * The accounts that are meant: the due ones of all, or all of one client or just one, so that one
   * that is not due can be told of.
   *
   * @throws RequestRefused 400 for a platform that is none, 404 for a client without an account and
   *     for an account that is none
   */
  List<Account> selected(Selection selection) {
    selection
        .platform()
        .filter(platform -> !platforms.words().contains(platform))
        .ifPresent(
            platform -> {
              throw RequestRefused.invalid(ClientApi.PLATFORM, "unknown", platforms.words());
            });
    selection
        .client()
        .filter(client -> !isKnown(client))
        .ifPresent(
            client -> {
              throw unknown(client);
            });
    selection.credential().ifPresent(this::one);
    String client = selection.client().map(UUID::toString).orElse(null);
    String credential = selection.credential().map(UUID::toString).orElse(null);
    String platform = selection.platform().orElse(null);
    return staging
        .sql(SELECTED)
        .param(client)
        .param(client)
        .param(credential)
        .param(credential)
        .param(platform)
        .param(platform)
        .param(selection.isForced() || client != null || credential != null)
        .param(now().toString())
        .query(Account::of)
        .list();
  }

  /**
   * The account of a credential.
   *
   * @throws RequestRefused 404 when there is none
   */
  Account one(UUID credential) {
    return staging
        .sql(ONE)
        .param(credential)
        .query(Account::of)
        .optional()
        .orElseThrow(() -> CredentialStore.unknown(credential));
  }

  /** Whether a try after a failure, or a hint, is due before the next tick. */
  boolean isAnyEarly() {
    return staging.sql(EARLY).param(now().toString()).query(Boolean.class).single();
  }

  /** When the account is read next. */
  Optional<Instant> nextSync(UUID credential) {
    return staging
        .sql("SELECT next_sync_at FROM client_api_credentials WHERE credential_id = ?")
        .param(credential)
        .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
        .optional()
        .flatMap(at -> at.map(java.sql.Timestamp::toInstant));
  }

  Instant now() {
    return clock.instant();
  }

  private boolean isKnown(UUID client) {
    return staging
        .sql("SELECT EXISTS (SELECT FROM client_api_credentials WHERE client_id = ?)")
        .param(client)
        .query(Boolean.class)
        .single();
  }

  static RequestRefused unknown(UUID client) {
    return RequestRefused.of(
        404, "UNKNOWN_CLIENT", "Unknown client", "No account belongs to client " + client);
  }
}
