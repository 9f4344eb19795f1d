package io.syncline.core.source;

import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts calls per source and period, over restarts and instances, and stops at the limit. Calls
 * are reserved in blocks, so that the count costs a round trip per block; what is left of a block
 * when the process ends stays counted, never the other way round.
 */
@Component
public final class CallBudget implements AfterRun {
  private static final int BLOCK = 25;
  private static final String BEGIN =
      "INSERT INTO sync_source_usage (source, period, calls) VALUES (?, ?, 0) ON CONFLICT DO NOTHING";

  private final JdbcClient staging;
  private final Clock clock;
  private final Map<String, Block> blocks = new HashMap<>();

  private record Block(String period, int left) {}

  CallBudget(Databases databases, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  /**
   * Takes one call.
   *
   * @throws TerminalFailure when the period's calls are used up
   * @throws TransientFailure when staging, which keeps the count, cannot be reached
   */
  void take(SourceProfile source) {
    if (!source.allowance().isLimited()) {
      return;
    }
    try {
      takeCounted(source);
    } catch (DataAccessException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    }
  }

  private synchronized void takeCounted(SourceProfile source) {
    String period = source.allowance().periodOf(clock.instant());
    Block block = blocks.getOrDefault(source.name(), new Block(period, 0));
    if (block.left() == 0 || !block.period().equals(period)) {
      block = new Block(period, reserve(source, period));
    }
    blocks.put(source.name(), new Block(period, block.left() - 1));
  }

  /** Calls of this period that are left, counting reserved ones as used. */
  public long left(SourceProfile source) {
    String period = source.allowance().periodOf(clock.instant());
    long used =
        staging
            .sql("SELECT calls FROM sync_source_usage WHERE source = ? AND period = ?")
            .params(source.name(), period)
            .query(Long.class)
            .optional()
            .orElse(0L);
    return source.allowance().calls() - used;
  }

  /** Gives back what was reserved and is not used; a run still under way reserves anew. */
  @Override
  public synchronized void after(ActiveRun run) {
    Map<String, Block> unused = Map.copyOf(blocks);
    blocks.clear();
    unused.forEach(this::giveBack);
  }

  @Override
  public void parked(ActiveRun run) {
    after(run);
  }

  private void giveBack(String source, Block block) {
    if (block.left() > 0) {
      staging
          .sql("UPDATE sync_source_usage SET calls = calls - ? WHERE source = ? AND period = ?")
          .params(block.left(), source, block.period())
          .update();
    }
  }

  private int reserve(SourceProfile source, String period) {
    Optional<Integer> block = reserved(source, period);
    if (block.isEmpty()) { // the first of its period
      staging.sql(BEGIN).param(source.name()).param(period).update();
      return reserve(source, period);
    }
    if (block.get() == 0) {
      throw TerminalFailure.budgetUsedUp(
          source.name(), source.allowance().calls(), source.allowance().noun());
    }
    return block.get();
  }

  /** Two instances that reserve at once wait for each other, so that neither takes too many. */
  private Optional<Integer> reserved(SourceProfile source, String period) {
    return staging
        .sql(
            """
            WITH held AS (
                SELECT calls FROM sync_source_usage
                WHERE source = :source AND period = :period FOR UPDATE
            )
            UPDATE sync_source_usage u
            SET calls = u.calls + least(:block, greatest(0, :allowed - held.calls))
            FROM held WHERE u.source = :source AND u.period = :period
            RETURNING least(:block, greatest(0, :allowed - held.calls))
            """)
        .param("source", source.name())
        .param("period", period)
        .param("block", BLOCK)
        .param("allowed", source.allowance().calls())
        .query(Integer.class)
        .optional();
  }
}
