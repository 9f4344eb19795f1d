package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens and closes runs; with {@link RunLeases} the only writer of {@code sync_runs} beside the
 * batch's own statement. All times are the staging server's.
 *
 * <ol>
 *   <li>A run is opened in one transaction: its slot is taken and its scope leased, or neither.
 *   <li>Its fence is above the one that production has, before it writes anything.
 *   <li>It is closed once: only a running run is, and with it its lease ends.
 * </ol>
 */
@Component
public final class RunLedger {
  private static final Logger LOG = LoggerFactory.getLogger(RunLedger.class);

  /** The name of the parameter is part of the text: an index has it. */
  private static final String LATEST =
      """
      WHERE pipeline = ? AND parameters ->> 'mode' = ?
      ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 1
      """;

  private final JdbcClient staging;
  private final TransactionTemplate transaction;
  private final RunLeases leases;
  private final ProductionFences fences;
  private final RunRows rows;
  private final Clock clock;

  RunLedger(
      Databases databases, RunLeases leases, ProductionFences fences, RunRows rows, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
    this.leases = leases;
    this.fences = fences;
    this.rows = rows;
    this.clock = clock;
  }

  /** What became of a request: a run of this process, or the one its slot started before. */
  public record Opening(Optional<ActiveRun> run, Optional<Run> earlier) {}

  /**
   * Opens a run.
   *
   * @throws RequestRefused 409 when the scope is held, 422 when the slot was used for another body
   */
  public Opening open(RunRequest request) {
    Optional<Run> earlier = request.slot().flatMap(slot -> earlier(slot, request));
    if (earlier.isPresent()) {
      return new Opening(Optional.empty(), earlier);
    }
    UUID id = UUID.randomUUID();
    try {
      long granted = transaction.execute(status -> insert(id, request));
      Fence fence = new Fence(reconciled(id, request.scope(), granted), fences.installation());
      return new Opening(
          Optional.of(new ActiveRun(id, request, fence, clock.instant())), Optional.empty());
    } catch (DuplicateKeyException e) {
      return new Opening(Optional.empty(), earlier(request.slot().orElseThrow(), request));
    }
  }

  /** The newest run of a pipeline in that mode, running or not. */
  public Optional<Run> latest(String pipeline, String mode) {
    return rows.one(LATEST, List.of(pipeline, mode));
  }

  public Optional<Run> find(UUID id) {
    return rows.one("WHERE id = ?", List.of(id));
  }

  /** Whether there was such a run, which is kept no longer. */
  public boolean isForgotten(UUID id) {
    return staging
        .sql("SELECT EXISTS (SELECT 1 FROM sync_forgotten_runs WHERE id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  /** Closes a run and ends its lease; false when it was closed already, by the sweeper for one. */
  public boolean close(ActiveRun run, RunOutcome outcome, JsonNode errors) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              leases.release(run);
              return update(run, outcome, errors) == 1;
            }));
  }

  /** Closes a run that found nobody to lead it; its slot may start another one. */
  void refuse(ActiveRun run) {
    close(run, RunOutcome.FAILED, run.errors().summary());
    staging.sql("UPDATE sync_runs SET slot_key = NULL WHERE id = ?").param(run.id()).update();
  }

  /** Asks a run to stop, wherever it runs; false when there is no such running run. */
  public boolean requestCancel(UUID id) {
    return staging
            .sql(
                "UPDATE sync_runs SET cancel_requested_at = now() WHERE id = ? AND status = 'running'")
            .param(id)
            .update()
        == 1;
  }

  private long insert(UUID id, RunRequest request) {
    staging
        .sql(
            """
            INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, caller, slot_key,
                                   request_hash, is_dry_run, parameters, owner, heartbeat_at)
            VALUES (?, 'running', 'running', ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, now())
            """)
        .param(id)
        .param(request.pipeline())
        .param(request.scope())
        .param(request.trigger().word())
        .param(request.caller())
        .param(request.slot().orElse(null))
        .param(hash(request))
        .param(request.dryRun())
        .param(request.parameters().toString())
        .param(leases.owner())
        .update();
    long fence = leases.acquire(request.scope(), id);
    staging
        .sql("UPDATE sync_runs SET fence = ?, started_at = clock_timestamp() WHERE id = ?")
        .param(fence)
        .param(id)
        .update();
    return fence;
  }

  private int update(ActiveRun run, RunOutcome outcome, JsonNode errors) {
    return staging
        .sql(
            """
            UPDATE sync_runs
            SET status = ?, outcome = ?, completed_at = now(), errors = ?::jsonb, report = ?::json,
                api_calls = ?, error_code = ?, stop_reason = ?
            WHERE id = ? AND status = 'running'
            """)
        .param(outcome.status().word())
        .param(outcome.word())
        .param(errors.toString())
        .param(run.report().map(JsonNode::toString).orElse(null))
        .param(run.apiCalls())
        .param(run.stopped().map(ActiveRun.Stop::code).orElse(null))
        .param(run.stopped().map(ActiveRun.Stop::reason).orElse(null))
        .param(run.id())
        .update();
  }

  private Optional<Run> earlier(String slot, RunRequest request) {
    Optional<Run> earlier = rows.one("WHERE slot_key = ?", List.of(slot));
    boolean sameBody =
        earlier.isEmpty()
            || hash(request)
                .equals(
                    staging
                        .sql("SELECT request_hash FROM sync_runs WHERE slot_key = ?")
                        .param(slot)
                        .query(String.class)
                        .single());
    if (!sameBody) {
      throw RequestRefused.of(
          422,
          "IDEMPOTENCY_KEY_REUSED",
          "Idempotency-Key was used before",
          "This key came with another request before; use a new key for a new request");
    }
    return earlier;
  }

  /**
   * A staging that was restored grants what production had granted before; the run goes on under
   * the fence that production answers. While production is away staging's has to do.
   */
  private long reconciled(UUID id, String scope, long granted) {
    long known = fences.announce(scope, granted).orElse(granted);
    if (known > granted) {
      LOG.warn("staging's fence was behind scope={} granted={} now={}", scope, granted, known);
      transaction.executeWithoutResult(status -> leases.raise(scope, id, known));
    }
    return known;
  }

  private static String hash(RunRequest request) {
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
