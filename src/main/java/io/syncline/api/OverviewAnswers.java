package io.syncline.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Need;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.pipeline.PipelineBoard;
import io.syncline.core.pipeline.PipelineState;
import io.syncline.core.pipeline.PipelineStatus;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.Failure;
import io.syncline.core.run.RowsByDay;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.source.CallBudget;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.verify.LastComparison;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what a person should know first: what waits for somebody, then how all goes. */
@Component
final class OverviewAnswers {
  private static final int DAYS = 14;

  /** What production lacks for so long is no matter of a moment any more. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final PipelineBoard board;
  private final Pipelines pipelines;
  private final RunHistory history;
  private final DeadLetterRows letters;
  private final CallBudget budget;
  private final RowsByDay days;
  private final LastComparison comparison;
  private final Clock clock;

  OverviewAnswers(
      PipelineBoard board,
      Pipelines pipelines,
      RunHistory history,
      DeadLetterRows letters,
      CallBudget budget,
      RowsByDay days,
      LastComparison comparison,
      Clock clock) {
    this.board = board;
    this.pipelines = pipelines;
    this.history = history;
    this.letters = letters;
    this.budget = budget;
    this.days = days;
    this.comparison = comparison;
    this.clock = clock;
  }

  /** A {@link Need} as the API shows it, of a pipeline, and the run it is about. */
  record NeedJson(
      @Nullable String pipeline,
      String kind,
      boolean urgent,
      String says,
      String todo,
      @Nullable UUID run) {

    static NeedJson of(String pipeline, Need need) {
      return new NeedJson(pipeline, need.kind(), need.urgent(), need.says(), need.todo(), null);
    }
  }

  /** What is left of the calls that a source gives in its period. */
  record BudgetJson(String pipeline, String source, long left, long calls, String period) {}

  /** What a pipeline did on a day; zeros for a day without a run. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record DayJson(
      LocalDate day, String pipeline, long runs, long failed, long created, long updated) {

    static DayJson of(RowsByDay.Day day) {
      return new DayJson(
          day.day(), day.pipeline(), day.runs(), day.failed(), day.created(), day.updated());
    }
  }

  ApiAnswer all(ApiRequest request) {
    Instant now = clock.instant();
    Map<String, Object> body = new LinkedHashMap<>();
    List<PipelineStatus> statuses = board.all();
    Map<String, Instant> waiting = history.pendingSince();
    Optional<LastComparison.Compared> compared = comparison.find();
    List<NeedJson> needs = needs(statuses, waiting, now);
    compared.filter(it -> it.faults() > 0).ifPresent(it -> needs.add(divergence(it)));
    needs.sort(Comparator.comparing(NeedJson::urgent).reversed());
    body.put("needs", needs);
    body.put(
        "pipelines",
        statuses.stream()
            .sorted(Comparator.comparing(PipelineStatus::state))
            .map(it -> PipelineAnswers.json(it, now))
            .toList());
    body.put("compared_at", compared.map(LastComparison.Compared::at).orElse(null));
    body.put("waiting_since", waiting);
    body.put("budgets", pipelines.all().stream().flatMap(it -> budgets(it).stream()).toList());
    body.put("days", days.last(DAYS).stream().map(DayJson::of).toList());
    return ApiAnswer.ok(body);
  }

  private List<NeedJson> needs(
      List<PipelineStatus> statuses, Map<String, Instant> waiting, Instant now) {
    List<NeedJson> needs = new ArrayList<>();
    statuses.forEach(it -> ofState(it).ifPresent(needs::add));
    letters
        .open()
        .forEach(
            (pipeline, count) ->
                needs.add(
                    NeedJson.of(
                        pipeline,
                        new Need(
                            "letters",
                            true,
                            count + " records could not be written",
                            "Correct and replay them, or close them"))));
    waiting.forEach(
        (pipeline, since) -> {
          if (Duration.between(since, now).compareTo(LONG) > 0) {
            needs.add(
                NeedJson.of(
                    pipeline,
                    new Need(
                        "production",
                        true,
                        "Production lacks batches since " + since,
                        "See whether the database can be reached; the relay goes on trying")));
          }
        });
    pipelines.all().stream()
        .filter(it -> !it.isOff())
        .forEach(it -> it.needs().get().forEach(need -> needs.add(NeedJson.of(it.word(), need))));
    return needs;
  }

  private static NeedJson divergence(LastComparison.Compared found) {
    return new NeedJson(
        null,
        "divergence",
        true,
        "Production was not as staging in " + found.faults() + " places at " + found.at(),
        "Compare now; preview and repair what differs",
        null);
  }

  private static Optional<NeedJson> ofState(PipelineStatus status) {
    Optional<Run> run = status.lastRun();
    String says =
        run.flatMap(Run::failure).map(Failure::message).orElse("It has errors; see its run");
    String todo =
        switch (status.state()) {
          case FAILED, PARTIAL -> "See the run; then sync again";
          case OVERDUE -> "See whether an instance runs that fires schedules; or sync now";
          case RUNNING, OK, OFF -> "";
        };
    if (todo.isEmpty()) {
      return Optional.empty();
    }
    boolean overdue = status.state() == PipelineState.OVERDUE;
    return Optional.of(
        new NeedJson(
            status.pipeline().word(),
            status.state().word(),
            status.state() != PipelineState.PARTIAL,
            overdue ? "Its schedule fired no run" : says,
            todo,
            run.map(Run::id).orElse(null)));
  }

  private List<BudgetJson> budgets(Pipeline pipeline) {
    return pipeline.sources().stream()
        .filter(source -> source.allowance().isLimited())
        .map(source -> json(pipeline, source))
        .toList();
  }

  private BudgetJson json(Pipeline pipeline, SourceProfile source) {
    return new BudgetJson(
        pipeline.word(),
        source.name(),
        Math.max(0, budget.left(source)),
        source.allowance().calls(),
        source.allowance().noun());
  }
}
