package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens and closes runs; with {@link RunLeases} the only writer of {@code sync_runs} beside the
 * batch's own statement and what rewrites {@link OlderWords}. All times are the staging server's.
 *
 * <ol>
 *   <li>A run is opened in one transaction: its scope is leased and its slots taken, or neither.
 *   <li>Its fence is above the one that production has, before it writes anything.
 *   <li>It is closed once, by who has it: only under the fence that its row stands under, and with
 *       it its lease ends.
 * </ol>
 */
@Component
public final class RunLedger {
  private static final String OPEN =
      RunLeases.GRANT
          + """
          INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, triggered_by, slot_key,
                                 request_hash, dry_run, parameters, data_source_id, tab_mapping_id,
                                 force_overwrite, row_limit, parent_run_id, owner, fence, started_at, heartbeat_at,
                                 parked_until, route, kept)
          SELECT :run, 'running', 'running', :pipeline, :scope, :trigger, :by::text, :slot::text,
                 :hash, :dry, asked, (asked ->> 'data_source_id')::uuid, (asked ->> 'tab_mapping_id')::uuid,
                 coalesce((asked ->> 'force_overwrite')::boolean, false), (asked ->> 'row_limit')::int,
                 :parent::uuid,
                 :leads::text, fence, clock_timestamp(), greatest(now(), :from::timestamptz),
                 :from::timestamptz, :route::text, :kept::jsonb
          FROM granted, (SELECT :parameters::jsonb) AS request (asked),
               (SELECT count(*) FROM buried) AS ended -- a run starts after the one before
          RETURNING fence, ARRAY(SELECT id FROM buried) AS buried
          """;

  /**
   * The lease first, as a heartbeat does it: two that lock in another order wait for each other.
   */
  private static final String CLOSE =
      """
      WITH released AS (
          UPDATE run_leases SET expires_at = clock_timestamp()
          WHERE scope = :scope AND fence = :fence AND run_id = :run
          RETURNING 1
      )
      UPDATE sync_runs
      SET status = :status, outcome = :outcome, completed_at = now(), errors = :errors::jsonb,
          error_count = :errorCount, warning_count = :warnings, report = coalesce(:report::json, report),
          parked_until = NULL, kept = NULL, api_calls = :calls, failure = :failure::jsonb,
          progress_reached = coalesce(:reached::bigint, progress_reached),
          progress_total = coalesce(:total::bigint, progress_total)
      FROM (SELECT count(*) FROM released) AS lease
      WHERE id = :run AND fence = :fence AND status = 'running'
      """;

  private final JdbcClient staging;
  private final TransactionTemplate transaction;
  private final RunLeases leases;
  private final FenceGrants grants;
  private final RunHistory history;
  private final RunSlots slots;
  private final RunEnds ends;
  private final ErrorEntries entries;
  private final FailureCodes codes;
  private final Clock clock;

  RunLedger(
      Databases databases,
      RunLeases leases,
      FenceGrants grants,
      RunHistory history,
      RunSlots slots,
      RunEnds ends,
      ErrorEntries entries,
      FailureCodes codes,
      Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
    this.leases = leases;
    this.grants = grants;
    this.history = history;
    this.slots = slots;
    this.ends = ends;
    this.entries = entries;
    this.codes = codes;
    this.clock = clock;
  }

  private record Granted(long fence, List<UUID> buried) {
    private static Granted of(ResultSet row, int number) throws SQLException {
      return new Granted(row.getLong("fence"), List.of((UUID[]) row.getArray("buried").getArray()));
    }
  }

  /** What became of a request: a run of this process, or the one its slot started before. */
  public record Opening(Optional<ActiveRun> run, Optional<Run> earlier) {}

  /**
   * Opens a run.
   *
   * @throws RequestRefused 409 when the scope is held, 422 when the slot was used for another body
   */
  public Opening open(RunRequest request) {
    try {
      return open(request, List.of(request));
    } catch (DuplicateKeyException e) {
      return new Opening(Optional.empty(), earlier(request));
    } catch (RequestRefused held) { // by the very run that the slot has started, for one
      Optional<Run> own = earlier(request);
      if (own.isEmpty()) {
        throw held;
      }
      return new Opening(Optional.empty(), own);
    }
  }

  /**
   * Opens a run that several callers asked for.
   *
   * @param callers the first of them in whose place the run is opened, then the others
   * @throws DuplicateKeyException when the slot of one of them was used meanwhile
   */
  Opening open(RunRequest request, List<RunRequest> callers) {
    Optional<Run> earlier = earlier(callers.get(0));
    if (earlier.isPresent()) {
      return new Opening(Optional.empty(), earlier);
    }
    UUID id = UUID.randomUUID();
    long granted = transaction.execute(status -> insert(id, request, callers, QueuePlace.NONE));
    Fence fence = grants.announced(id, request.scope(), granted);
    return new Opening(
        Optional.of(
            new ActiveRun(id, request, fence, clock.instant(), codes.of(request.pipeline()))),
        Optional.empty());
  }

  /**
   * Opens a run that waits for its time; nothing is announced to production before.
   *
   * @throws RequestRefused 409 when the scope is held
   */
  UUID queue(RunRequest request, QueuePlace place) {
    UUID id = UUID.randomUUID();
    transaction.execute(status -> insert(id, request, List.of(request), place));
    return id;
  }

  /** Closes a run and ends its lease; false when it is over, or not of this process any more. */
  public boolean close(ActiveRun run, RunOutcome outcome) {
    entries.save(run);
    return ends.end(run, () -> closed(run, outcome));
  }

  private boolean closed(ActiveRun run, RunOutcome outcome) {
    return staging
            .sql(CLOSE)
            .param("scope", run.scope())
            .param("fence", run.fence())
            .param("run", run.id())
            .param("status", outcome.status().word())
            .param("outcome", outcome.word())
            .param("errors", run.errors().json().toString())
            .param("errorCount", run.errors().total())
            .param("warnings", run.errors().warnings())
            .param("report", run.report().map(JsonNode::toString).orElse(null))
            .param("calls", run.tally().calls())
            .param("reached", run.howFar().map(HowFar::reached).orElse(null))
            .param("total", run.howFar().map(HowFar::total).orElse(null))
            .param("failure", run.stopped().map(RunLedger::failure).orElse(null))
            .update()
        == 1;
  }

  private static String failure(ActiveRun.Stop stop) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", stop.reason().name())
        .put("message", stop.words())
        .toString();
  }

  /** Closes a run that found nobody to lead it; its slot may start another one. */
  void refuse(ActiveRun run) {
    close(run, RunOutcome.FAILED);
    slots.free(run.id());
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

  private long insert(UUID id, RunRequest request, List<RunRequest> callers, QueuePlace place) {
    leases.lock(request.scope());
    Granted granted =
        staging
            .sql(OPEN)
            .param("run", id)
            .param("scope", request.scope())
            .param("owner", leases.owner())
            .param("here", leases.here())
            .param("leads", place.from() == null ? leases.owner() : place.owner())
            .param("from", place.from() == null ? null : Timestamp.from(place.from()))
            .param("route", place.route())
            .param("kept", place.from() == null ? null : KeptRun.debug(request).toString())
            .param("seconds", leases.seconds())
            .param("pipeline", request.pipeline())
            .param("trigger", request.trigger().word())
            .param("parent", request.parent().orElse(null))
            .param("by", request.triggeredBy().orElse(null))
            .param("slot", request.slot().orElse(null))
            .param("hash", RunSlots.hash(callers.get(0)))
            .param("dry", request.dryRun())
            .param("parameters", request.parameters().toString())
            .query(Granted::of)
            .optional()
            .orElseThrow(() -> leases.held(request.scope()));
    ends.buried(request.pipeline(), granted.buried());
    slots.take(id, callers);
    return granted.fence();
  }

  /**
   * The run that the request's slot started before.
   *
   * @throws RequestRefused 422 when that was another request
   */
  Optional<Run> earlier(RunRequest request) {
    return slots.runOf(request).flatMap(history::find);
  }
}
