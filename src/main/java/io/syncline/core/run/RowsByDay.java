package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the pipelines wrote each day (UTC), by the start of their runs. A day that is over is
 * counted once by a process; the last two that were counted are, once more, after half a minute.
 * Threads may share it.
 */
@Component
public final class RowsByDay {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final String COUNTED =
      """
      SELECT (coalesce(started_at, 'epoch') AT TIME ZONE 'UTC')::date AS day, pipeline, count(*) AS runs,
             count(*) FILTER (WHERE coalesce(outcome, status) = 'failed') AS failed,
             coalesce(sum(rows_created), 0) AS created, coalesce(sum(rows_updated), 0) AS updated
      FROM sync_runs
      WHERE coalesce(started_at, 'epoch') >= :from AND coalesce(started_at, 'epoch') < :until AND NOT dry_run
      GROUP BY 1, 2 ORDER BY 1, 2
      """;

  private final JdbcClient staging;
  private final Clock clock;
  private final TreeMap<LocalDate, List<Day>> counted = new TreeMap<>();
  private Instant countedAt = Instant.EPOCH;

  RowsByDay(Databases databases, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  /** What the runs of a pipeline that began on a day have done; a run is counted once it began. */
  public record Day(
      LocalDate day, String pipeline, long runs, long failed, long created, long updated) {}

  /** The last days with today, the oldest first; nothing for a pipeline that did not run. */
  public synchronized List<Day> last(int days) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate first = today.minusDays(days - 1L);
    counted.headMap(first).clear();
    if (Duration.between(countedAt, now).abs().compareTo(FRESH) > 0) {
      LocalDate from = from(first);
      counted.tailMap(from).clear();
      count(from, today.plusDays(1)).forEach((day, of) -> counted.put(day, of));
      counted.putIfAbsent(today, List.of());
      countedAt = now;
    }
    return counted.values().stream().flatMap(List::stream).toList();
  }

  /** The day that was the last when it was counted, and the one before: runs of them went on. */
  private LocalDate from(LocalDate first) {
    LocalDate last = counted.isEmpty() ? first : counted.lastKey().minusDays(1);
    return last.isBefore(first) ? first : last;
  }

  private Map<LocalDate, List<Day>> count(LocalDate from, LocalDate until) {
    Map<LocalDate, List<Day>> days = new TreeMap<>();
    staging
        .sql(COUNTED)
        .param("from", start(from))
        .param("until", start(until))
        .query(
            (row, number) ->
                new Day(
                    row.getObject("day", LocalDate.class),
                    row.getString("pipeline"),
                    row.getLong("runs"),
                    row.getLong("failed"),
                    row.getLong("created"),
                    row.getLong("updated")))
        .list()
        .forEach(it -> days.computeIfAbsent(it.day(), day -> new ArrayList<>()).add(it));
    return days;
  }

  private static Timestamp start(LocalDate day) {
    return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
