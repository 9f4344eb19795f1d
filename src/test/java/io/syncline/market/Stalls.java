package io.syncline.market;

import io.syncline.support.SandboxService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts of clients at the market, in the tables of a pair. */
record Stalls(JdbcClient staging, JdbcClient production) {
  private static final String ADD =
      """
      INSERT INTO client_api_credentials
          (credential_id, client_id, platform_type, label, auth_mode, account, sync_frequency_hours, next_sync_at)
      VALUES (?, ?, 'market', ?, 'static_token', ?, 24, ?::timestamptz)
      """;

  static Stalls of(SandboxService service) {
    return new Stalls(service.staging(), service.production());
  }

  /** A client's account at the stall of its label, due at that time. */
  UUID add(UUID client, String stall, String due) {
    UUID id = UUID.randomUUID();
    staging.sql(ADD).params(id, client, stall, stall, due).update();
    return id;
  }

  /** So many tries of it have failed, and the next one is due. */
  void failed(UUID credential, int failures) {
    staging
        .sql(
            "UPDATE client_api_credentials SET failures = ?, slot_at = next_sync_at"
                + " WHERE credential_id = ?")
        .params(failures, credential)
        .update();
  }

  /** What is stored of an account, the same in both databases. */
  List<String> records(UUID credential) {
    List<String> staged = records(staging, credential);
    if (!staged.equals(records(production, credential))) {
      throw new AssertionError("production has something else");
    }
    return staged;
  }

  private static List<String> records(JdbcClient database, UUID credential) {
    return database
        .sql(
            "SELECT data_type || ' ' || external_id || ' ' || (data ->> 'v') FROM client_data"
                + " WHERE credential_id = ? ORDER BY 1")
        .param(credential)
        .query(String.class)
        .list();
  }

  /** What is marked as gone of an account, the same in both databases. */
  List<String> marked(UUID credential) {
    List<String> staged = marked(staging, credential);
    if (!staged.equals(marked(production, credential))) {
      throw new AssertionError("production has other marks");
    }
    return staged;
  }

  private static List<String> marked(JdbcClient database, UUID credential) {
    return database
        .sql(
            "SELECT data_type || ' ' || external_id FROM client_data"
                + " WHERE credential_id = ? AND deleted_at IS NOT NULL ORDER BY 1")
        .param(credential)
        .query(String.class)
        .list();
  }

  /** When its rows were written last, and by whom. */
  String stamps(UUID credential) {
    return staging
        .sql(
            "SELECT string_agg(external_id || updated_at || metadata, ',' ORDER BY data_type, external_id)"
                + " FROM client_data WHERE credential_id = ?")
        .param(credential)
        .query(String.class)
        .single();
  }

  /** The account's row. */
  Map<String, Object> row(UUID credential) {
    return staging
        .sql(
            "SELECT status, error_message, failures, to_char(next_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')"
                + " AS next, slot_at, last_sync_at FROM client_api_credentials WHERE credential_id = ?")
        .param(credential)
        .query()
        .singleRow();
  }

  /** The results of an account, the last one first. */
  List<Map<String, Object>> results(UUID credential) {
    return staging
        .sql(
            "SELECT success, records_fetched, records_stored, data_types_synced::text AS types,"
                + " sync_triggered_by, label, error_message, run_id FROM client_api_sync_results"
                + " WHERE credential_id = ? ORDER BY created_at DESC")
        .param(credential)
        .query()
        .listOfRows();
  }
}
