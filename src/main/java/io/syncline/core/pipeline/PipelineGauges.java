package io.syncline.core.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.syncline.core.database.Databases;
import io.syncline.core.schedule.ScheduleBoard;
import io.syncline.core.schedule.ScheduleStatus;
import io.syncline.core.schedule.ScheduleStatus.State;
import io.syncline.core.source.CallBudget;
import io.syncline.core.source.SourceProfile;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How each pipeline is in figures, looked at from time to time and never by who scrapes. What
 * cannot be read keeps its last figure. Every tag is of a small fixed set.
 */
@Component
final class PipelineGauges {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineGauges.class);
  private static final String PIPELINE = "pipeline";
  private static final String SOURCE = "source";

  /**
   * Each by two entries of the index on all four, however many runs there are: compared as a row,
   * no other index has the order. An entry may be another's where there is none. A partial run
   * brought something; that it was no more is what outcomes tell.
   */
  static final String LAST_SUCCESS =
      """
      SELECT w.word, extract(epoch FROM max(s.completed_at))
      FROM unnest(?::text[]) AS w (word) CROSS JOIN (VALUES ('completed'), ('partial')) AS g (result)
      CROSS JOIN LATERAL (
          SELECT pipeline, coalesce(outcome, status) AS result, completed_at FROM sync_runs
          WHERE (pipeline, coalesce(outcome, status), coalesce(started_at, 'epoch'), id)
                <= (w.word, g.result, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
            AND NOT dry_run
          ORDER BY pipeline DESC, coalesce(outcome, status) DESC, coalesce(started_at, 'epoch') DESC, id DESC
          LIMIT 1) s
      WHERE s.pipeline = w.word AND s.result = g.result AND s.completed_at IS NOT NULL
      GROUP BY w.word
      """;

  /** From an index that has open letters alone. */
  static final String OPEN_LETTERS =
      "SELECT pipeline, count(*) FROM sync_dead_letters WHERE closed_at IS NULL GROUP BY pipeline";

  private final Pipelines pipelines;
  private final ScheduleBoard schedules;
  private final CallBudget budget;
  private final JdbcClient staging;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, MultiGauge> gauges = new TreeMap<>();

  PipelineGauges(
      Pipelines pipelines,
      ScheduleBoard schedules,
      CallBudget budget,
      Databases databases,
      Clock clock,
      MeterRegistry metrics) {
    this.pipelines = pipelines;
    this.schedules = schedules;
    this.budget = budget;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
    this.metrics = metrics;
  }

  void measure() {
    List<Pipeline> all = pipelines.all();
    set("syncline.dead.letters.open", PIPELINE, () -> everywhere(all, numbers(OPEN_LETTERS)));
    List<ScheduleStatus> now = schedules.all();
    set("syncline.freshness", PIPELINE, () -> freshness(now));
    set("syncline.schedules.overdue", PIPELINE, () -> everywhere(all, in(State.OVERDUE, now)));
    set("syncline.schedules.paused", PIPELINE, () -> everywhere(all, in(State.PAUSED, now)));
    set("syncline.budget.left", SOURCE, () -> bySource(all, budget::left));
    set("syncline.budget.allowed", SOURCE, () -> bySource(all, it -> it.allowance().calls()));
    all.stream()
        .flatMap(pipeline -> pipeline.measures().stream())
        .forEach(it -> set(it.metric(), it.tag(), () -> numbers(it.sql())));
  }

  /** Of those that a schedule keeps fresh: others are as old as somebody wants. */
  private Map<String, Double> freshness(List<ScheduleStatus> all) {
    String[] words =
        all.stream()
            .filter(it -> it.is(State.ON) || it.is(State.OVERDUE))
            .map(ScheduleStatus::pipeline)
            .distinct()
            .toArray(String[]::new);
    double now = clock.millis() / 1000.0;
    Map<String, Double> ages = numbers(LAST_SUCCESS, (Object) words);
    ages.replaceAll((word, at) -> Math.max(0, now - at));
    return ages;
  }

  private static Map<String, Double> in(State state, List<ScheduleStatus> all) {
    return all.stream()
        .filter(it -> it.is(state))
        .collect(Collectors.toMap(ScheduleStatus::pipeline, it -> 1.0, Double::sum));
  }

  private static Map<String, Double> bySource(
      List<Pipeline> all, ToLongFunction<SourceProfile> calls) {
    return all.stream()
        .filter(it -> !it.isOff())
        .flatMap(it -> it.sources().stream())
        .filter(it -> it.allowance().isLimited())
        .collect(
            Collectors.toMap(
                SourceProfile::name, it -> (double) calls.applyAsLong(it), (one, same) -> one));
  }

  /** What is zero is said, so that an alert can tell it from what nobody counts. */
  private static Map<String, Double> everywhere(List<Pipeline> all, Map<String, Double> some) {
    Map<String, Double> full = new TreeMap<>(some);
    all.forEach(it -> full.putIfAbsent(it.word(), 0.0));
    return full;
  }

  private Map<String, Double> numbers(String sql, Object... parameters) {
    Map<String, Double> numbers = new TreeMap<>();
    staging
        .sql(sql)
        .params(parameters)
        .query(
            row -> {
              numbers.put(row.getString(1), row.getDouble(2));
            });
    return numbers;
  }

  private void set(String metric, String tag, Supplier<Map<String, Double>> read) {
    try {
      List<Row<?>> rows =
          read.get().entrySet().stream()
              .<Row<?>>map(it -> Row.of(Tags.of(tag, it.getKey()), it.getValue()))
              .toList();
      gauges.computeIfAbsent(metric, this::gauge).register(rows, true);
    } catch (DataAccessException e) {
      LOG.warn("not measured metric={} cause={}", metric, e.getClass().getSimpleName());
    }
  }

  private MultiGauge gauge(String metric) {
    MultiGauge.Builder gauge = MultiGauge.builder(metric);
    return (metric.equals("syncline.freshness") ? gauge.baseUnit("seconds") : gauge)
        .register(metrics);
  }
}
