package io.syncline.clientapi;

import io.syncline.core.error.Finding;
import io.syncline.core.error.OneLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How an account is getting on, and why it is read or is not.
 *
 * @param error what to do about a credential that is refused
 * @param run the run that holds it
 * @param last what its last run came to
 */
record AccountState(
    UUID id,
    UUID client,
    String platform,
    String label,
    String status,
    Optional<String> error,
    boolean isPaused,
    int failures,
    int hours,
    Optional<Instant> nextSyncAt,
    Optional<Holder> run,
    String last) {
  private static final int LONGEST = 500;
  static final String SELECTED =
      """
      SELECT c.credential_id, c.client_id, c.platform_type, c.label, c.status, c.error_message, c.is_paused, c.failures,
             c.sync_frequency_hours, c.next_sync_at,
             r.id AS run_id, r.started_at, r.parked_until, r.parkings, r.kept ->> 'waits_for' AS waits_for,
             s.success, s.created_at AS ended_at, s.sync_triggered_by, s.records_fetched, s.records_stored,
             s.error_message AS result, s.run_id AS last_run
      FROM client_api_credentials c
      LEFT JOIN run_leases l ON l.scope = c.credential_id::text AND l.expires_at > clock_timestamp()
      LEFT JOIN sync_runs r ON r.id = l.run_id AND r.status = 'running'
      LEFT JOIN LATERAL (SELECT * FROM client_api_sync_results a WHERE a.credential_id = c.credential_id
                         ORDER BY a.created_at DESC LIMIT 1) s ON true
      WHERE c.client_id = ? ORDER BY c.platform_type, c.label, c.credential_id
      """;

  /** A run that has it, or waits with it. */
  record Holder(
      UUID id, Instant since, Optional<Instant> until, boolean isBegun, Optional<String> why) {}

  static AccountState of(ResultSet row, int number) throws SQLException {
    return new AccountState(
        row.getObject("credential_id", UUID.class),
        row.getObject("client_id", UUID.class),
        row.getString("platform_type"),
        row.getString("label"),
        row.getString("status"),
        Optional.ofNullable(row.getString("error_message")),
        row.getBoolean("is_paused"),
        row.getInt("failures"),
        row.getInt("sync_frequency_hours"),
        time(row, "next_sync_at"),
        holder(row),
        last(row));
  }

  private static Optional<Holder> holder(ResultSet row) throws SQLException {
    UUID run = row.getObject("run_id", UUID.class);
    return run == null
        ? Optional.empty()
        : Optional.of(
            new Holder(
                run,
                time(row, "started_at").orElse(Instant.EPOCH),
                time(row, "parked_until"),
                row.getInt("parkings") > 0,
                Optional.ofNullable(row.getString("waits_for"))));
  }

  private static String last(ResultSet row) throws SQLException {
    Optional<Instant> ended = time(row, "ended_at");
    if (ended.isEmpty()) {
      return "Never read before";
    }
    String by = Objects.toString(row.getString("sync_triggered_by"), "somebody");
    String came =
        row.getBoolean("success")
            ? "%s fetched, %s stored"
                .formatted(row.getInt("records_fetched"), row.getInt("records_stored"))
            : "failed: " + Objects.toString(row.getString("result"), "nothing was told");
    return "Last at %s by %s, %s, run %s"
        .formatted(ended.get(), by, came, row.getString("last_run"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /**
   * Why it is read or is not, and what to do.
   *
   * @param isLookedFor whether somebody looks for accounts that are due
   */
  Finding why(boolean isLookedFor, List<String> platforms, Instant now) {
    String again = isPaused || !isLookedFor ? "" : "; tried again at " + next(now);
    if (run.isPresent()) {
      return ok(held(run.get(), now));
    }
    if (!platforms.contains(platform)) {
      return fail("nothing here reads that platform, there are " + platforms);
    }
    if (isPaused) {
      return warn("paused; credentials resume %s reads it again".formatted(id));
    }
    if (status.equals("error")) {
      return fail(
          "%s; mend it by credentials update %s and see credentials test %s%s"
              .formatted(error.orElse("its source refuses us"), id, id, again));
    }
    if (failures > 0) {
      return warn("the last %s tries failed%s".formatted(failures, again));
    }
    if (nextSyncAt.filter(at -> at.isAfter(now)).isPresent()) {
      return ok("not due before %s, every %s h; %s".formatted(next(now), hours, byHand()));
    }
    String due = nextSyncAt.map(at -> "due since " + at).orElse("due");
    return isLookedFor
        ? ok(due + ", the next look finds it")
        : warn("%s, and nobody looks; %s".formatted(due, byHand()));
  }

  private static String held(Holder run, Instant now) {
    if (run.until().isEmpty()) {
      return "being read since %s by run %s".formatted(run.since(), run.id());
    }
    String until = run.until().get().toString();
    if (run.isBegun()) {
      return "put off until %s by run %s: %s"
          .formatted(until, run.id(), run.why().orElse("it goes on by itself"));
    }
    return run.until().get().isAfter(now)
        ? "queued until %s, run %s".formatted(until, run.id())
        : "queued since %s, run %s; it begins as soon as a thread is free"
            .formatted(until, run.id());
  }

  private String next(Instant now) {
    return nextSyncAt.orElse(now).toString();
  }

  private String byHand() {
    return "run clientapi --param force_sync=true --param credential=%s reads it now".formatted(id);
  }

  private Finding ok(String words) {
    return Finding.ok(what(), told(words));
  }

  private Finding warn(String words) {
    return Finding.warn(what(), told(words));
  }

  private Finding fail(String words) {
    return Finding.fail(what(), told(words));
  }

  private String what() {
    return OneLine.of("%s '%s' %s".formatted(platform, label, id), LONGEST);
  }

  private String told(String words) {
    return OneLine.of(words + ". " + last, 2 * LONGEST);
  }
}
