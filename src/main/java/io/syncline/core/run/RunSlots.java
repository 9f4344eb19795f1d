package io.syncline.core.run;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which run a slot started: that of the caller in whose place it was opened stands in {@code
 * sync_runs}, those of the others whom it serves in {@code sync_run_slots}.
 */
@Component
final class RunSlots {
  private static final String FIND =
      """
      SELECT id, request_hash FROM sync_runs WHERE slot_key = ?
      UNION ALL
      SELECT run_id, request_hash FROM sync_run_slots WHERE slot_key = ?
      """;
  private static final String USED =
      """
      SELECT EXISTS (SELECT 1 FROM sync_runs WHERE slot_key = ANY (?::text[]) AND id <> ?)
          OR EXISTS (SELECT 1 FROM sync_run_slots WHERE slot_key = ANY (?::text[]))
      """;

  private final JdbcClient staging;

  RunSlots(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  private record Used(UUID run, String hash) {}

  /**
   * The run that the request's slot started.
   *
   * @throws RequestRefused 422 when the slot was used for another request
   */
  Optional<UUID> runOf(RunRequest request) {
    Optional<Used> used = request.slot().flatMap(this::used);
    if (used.isPresent() && !used.get().hash().equals(hash(request))) {
      throw RequestRefused.of(
          422,
          "IDEMPOTENCY_KEY_REUSED",
          "Idempotency-Key was used before",
          "This key came with another request before; use a new key for a new request");
    }
    return used.map(Used::run);
  }

  private Optional<Used> used(String slot) {
    return staging
        .sql(FIND)
        .params(slot, slot)
        .query((row, number) -> new Used(row.getObject(1, UUID.class), row.getString(2)))
        .optional();
  }

  /**
   * Takes the slots of all callers but the first, whose stands with the run; under the scope's
   * lease, so that nobody else takes one of them meanwhile.
   *
   * @throws DuplicateKeyException when one of them was used
   */
  void take(UUID run, List<RunRequest> callers) {
    String[] slots =
        callers.stream().flatMap(caller -> caller.slot().stream()).toArray(String[]::new);
    if (slots.length > 0 && isUsed(slots, run)) {
      throw new DuplicateKeyException("a slot was used meanwhile");
    }
    for (RunRequest caller : callers.subList(1, callers.size())) {
      caller.slot().ifPresent(slot -> take(run, slot, hash(caller)));
    }
  }

  private boolean isUsed(String[] slots, UUID run) {
    return staging.sql(USED).param(slots).param(run).param(slots).query(Boolean.class).single();
  }

  private void take(UUID run, String slot, String hash) {
    staging
        .sql("INSERT INTO sync_run_slots (slot_key, request_hash, run_id) VALUES (?, ?, ?)")
        .params(slot, hash, run)
        .update();
  }

  /** Nothing came of the run: its slots may start another one. */
  void free(UUID run) {
    staging.sql("UPDATE sync_runs SET slot_key = NULL WHERE id = ?").param(run).update();
    staging.sql("DELETE FROM sync_run_slots WHERE run_id = ?").param(run).update();
  }

  static String hash(RunRequest request) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (request.pipeline() + request.parameters() + request.dryRun())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
