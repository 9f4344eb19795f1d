package io.syncline.clientapi;

import io.syncline.clientapi.platform.Hint;
import io.syncline.clientapi.platform.Hint.RecordId;
import io.syncline.core.database.Databases;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What platforms have said by themselves ({@code client_hints}).
 *
 * <ol>
 *   <li>A hint counts once, whichever instance hears it and however often it comes within two days;
 *       a platform repeats one for hours.
 *   <li>It makes its account due within the time in which hints are gathered, and never later than
 *       it is. One that is left alone after a failure is left alone, one that is paused is paused.
 *   <li>What is said to be gone is kept until somebody has asked the platform.
 * </ol>
 */
@Component
final class HintStore {
  private static final String TAKE =
      """
      WITH old AS (
          DELETE FROM client_hints
          WHERE credential_id = :credential AND external_id IS NULL AND received_at < now() - interval '2 days'
      ), taken AS (
          INSERT INTO client_hints (credential_id, hint_id, data_type, external_id)
          VALUES (:credential, :hint, :type, :record)
          ON CONFLICT DO NOTHING
          RETURNING credential_id
      )
      UPDATE client_api_credentials c
      SET hinted_at = clock_timestamp(),
          slot_at = CASE WHEN failures > 0 THEN slot_at
                         ELSE coalesce(slot_at, next_sync_at, date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')
                    END,
          next_sync_at = CASE WHEN failures > 0 THEN next_sync_at
                              ELSE least(next_sync_at, now() + make_interval(secs => :gather)) END
      FROM taken WHERE c.credential_id = taken.credential_id
      """;

  private static final String GONE =
      """
      SELECT hint_id, data_type, external_id FROM client_hints
      WHERE credential_id = ? AND external_id IS NOT NULL
      ORDER BY received_at, hint_id LIMIT ?
      """;

  private static final String LOOKED_AT =
      """
      UPDATE client_hints SET data_type = NULL, external_id = NULL
      WHERE credential_id = ? AND hint_id = ANY (?)
      """;

  private final JdbcClient staging;
  private final ClientApiSettings settings;

  HintStore(Databases databases, ClientApiSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
  }

  /** A record that is said to be gone, and by which hint. */
  record Said(String hint, RecordId record) {}

  /** Takes a hint about an account; says whether it is new. */
  boolean take(UUID credential, Hint hint) {
    return staging
            .sql(TAKE)
            .param("credential", credential)
            .param("hint", hint.id())
            .param("type", hint.gone().map(RecordId::type).orElse(null))
            .param("record", hint.gone().map(RecordId::externalId).orElse(null))
            .param("gather", settings.gather().toSeconds())
            .update()
        == 1;
  }

  /**
   * What is said to be gone of an account and was not looked at yet, the first to be said first.
   */
  List<Said> gone(UUID credential, int most) {
    return staging
        .sql(GONE)
        .params(credential, most)
        .query(
            (row, number) ->
                new Said(
                    row.getString("hint_id"),
                    new RecordId(row.getString("data_type"), row.getString("external_id"))))
        .list();
  }

  void lookedAt(UUID credential, List<Said> said) {
    staging
        .sql(LOOKED_AT)
        .params(credential, said.stream().map(Said::hint).toArray(String[]::new))
        .update();
  }
}
