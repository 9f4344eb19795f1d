package io.syncline.core.source;

import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import java.time.Clock;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts calls per source and month, over restarts and instances, and stops at the limit. Calls are
 * reserved in blocks, so that the count costs a round trip per block; what is left of a block when
 * the process ends stays counted, never the other way round.
 */
@Component
public final class CallBudget implements AfterRun {
  private static final int BLOCK = 25;

  private final JdbcClient staging;
  private final Clock clock;
  private final Map<String, Block> blocks = new HashMap<>();

  private record Block(YearMonth month, int left) {}

  CallBudget(Databases databases, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  /**
   * Takes one call.
   *
   * @throws TerminalFailure when the month's calls are used up
   * @throws TransientFailure when staging, which keeps the count, cannot be reached
   */
  void take(SourceProfile source) {
    try {
      takeCounted(source);
    } catch (DataAccessException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    }
  }

  private synchronized void takeCounted(SourceProfile source) {
    YearMonth month = YearMonth.now(clock);
    Block block = blocks.getOrDefault(source.name(), new Block(month, 0));
    if (block.left() == 0 || !block.month().equals(month)) {
      block = new Block(month, reserve(source, month));
    }
    blocks.put(source.name(), new Block(month, block.left() - 1));
  }

  /** Calls of this month that are left, counting reserved ones as used. */
  public long left(String source, long perMonth) {
    return perMonth - used(source, YearMonth.now(clock));
  }

  /** Gives back what was reserved and is not used; a run still under way reserves anew. */
  @Override
  public synchronized void after(ActiveRun run) {
    Map<String, Block> unused = Map.copyOf(blocks);
    blocks.clear();
    unused.forEach(this::giveBack);
  }

  private void giveBack(String source, Block block) {
    if (block.left() > 0) {
      staging
          .sql("UPDATE sync_source_usage SET calls = calls - ? WHERE source = ? AND period = ?")
          .param(block.left())
          .param(source)
          .param(block.month().toString())
          .update();
    }
  }

  private int reserve(SourceProfile source, YearMonth month) {
    long left = source.perMonth() - used(source.name(), month);
    int block = (int) Math.min(BLOCK, left);
    if (block <= 0) {
      throw TerminalFailure.budgetUsedUp(source.name(), source.perMonth());
    }
    staging
        .sql(
            """
            INSERT INTO sync_source_usage AS u (source, period, calls) VALUES (?, ?, ?)
            ON CONFLICT (source, period) DO UPDATE SET calls = u.calls + excluded.calls
            """)
        .param(source.name())
        .param(month.toString())
        .param(block)
        .update();
    return block;
  }

  private long used(String source, YearMonth month) {
    return staging
        .sql("SELECT calls FROM sync_source_usage WHERE source = ? AND period = ?")
        .param(source)
        .param(month.toString())
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
