package io.syncline.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.LogLine;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunLog;
import io.syncline.core.run.RunQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers the requests about runs. */
@Component
final class LedgerAnswers {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private final RunHistory history;
  private final RunParts parts;
  private final RunRows rows;
  private final Pipelines pipelines;
  private final RunLog log;
  private final ObjectMapper json;
  private final Clock clock;

  LedgerAnswers(
      RunHistory history,
      RunParts parts,
      RunRows rows,
      Pipelines pipelines,
      RunLog log,
      ObjectMapper json,
      Clock clock) {
    this.history = history;
    this.pipelines = pipelines;
    this.log = log;
    this.parts = parts;
    this.rows = rows;
    this.json = json;
    this.clock = clock;
  }

  /** A page of runs; {@code next} is the value of {@code before} that goes on, or null. */
  ApiAnswer list(ApiRequest request) {
    RunQuery query = RunQuery.of(request.query());
    Instant now = clock.instant();
    List<Run> runs = history.list(query);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("runs", runs.stream().map(it -> RunJson.of(it, pipelines.label(it), now)).toList());
    body.put("next", runs.size() < query.limit() ? null : runs.get(runs.size() - 1).id());
    return ApiAnswer.ok(body);
  }

  /** A run, with the first of its parts. */
  ApiAnswer one(ApiRequest request) {
    UUID id = request.id();
    Run run = history.known(id);
    int most = most(request);
    ObjectNode body = json.valueToTree(RunJson.of(run, pipelines.label(run), clock.instant()));
    body.set("batches", json.valueToTree(parts.batches(id, most)));
    RunParts.BatchTotals batches = parts.batchTotals(id);
    body.put("batches_total", batches.all());
    body.put("batches_without_keys", batches.withoutKeys());
    if (run.dryRun()) {
      body.set("changes", json.valueToTree(parts.changes(id, most)));
      body.put("changes_total", parts.changesTotal(id, ChangeFilter.ALL));
    }
    body.set("dead_letters", json.valueToTree(parts.deadLetters(id, most)));
    return ApiAnswer.ok(body);
  }

  /** A page of what went wrong in a run, the last entry first. */
  ApiAnswer errors(ApiRequest request) {
    UUID id = history.known(request.id()).id();
    int limit = RunQuery.limit(request.query());
    Optional<Long> before = before(request);
    List<RunParts.ErrorJson> page = parts.errors(id, before, limit);
    Long next = page.size() < limit ? null : page.get(limit - 1).seq();
    Long total = before.isEmpty() ? parts.errorsTotal(id) : null;
    return ApiAnswer.ok(page("errors", page, total, next));
  }

  /** A page of the rows that a run's batches have, the last batch first. */
  ApiAnswer rows(ApiRequest request) {
    UUID id = history.known(request.id()).id();
    Optional<Long> before = before(request);
    RunRows.Page page = rows.page(id, before, RunQuery.limit(request.query()));
    Long total = before.isEmpty() ? rows.total(id) : null;
    return ApiAnswer.ok(page("rows", page.rows(), total, page.next()));
  }

  /** A page of what a dry run would change, the last change first. */
  ApiAnswer changes(ApiRequest request) {
    UUID id = history.known(request.id()).id();
    int limit = RunQuery.limit(request.query());
    ChangeFilter filter = ChangeFilter.of(request.query());
    Optional<Long> before = before(request);
    List<RunParts.ChangeJson> page = parts.changes(id, filter, before, limit);
    Long next = page.size() < limit ? null : page.get(limit - 1).seq();
    Long total = before.isEmpty() ? parts.changesTotal(id, filter) : null;
    return ApiAnswer.ok(page("changes", page, total, next));
  }

  /** What this instance has logged of a run, the oldest line first. */
  ApiAnswer log(ApiRequest request) {
    Run run = history.known(request.id());
    int limit = RunQuery.limit(request.query());
    List<String> lines = log.of(run, level(request), limit);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("is_kept", log.isKept());
    body.put("lines", lines);
    body.put("has_more", lines.size() >= limit);
    return ApiAnswer.ok(body);
  }

  private static LogLine.Level level(ApiRequest request) {
    String word = request.query().getOrDefault("level", "info");
    return Arrays.stream(LogLine.Level.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> RequestRefused.invalid("level", "is not a level", LEVELS));
  }

  private static int most(ApiRequest request) {
    String text = request.query().getOrDefault("parts", String.valueOf(RunParts.MOST));
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > RunParts.MOST) {
      throw RequestRefused.invalid("parts", "must be 0 to " + RunParts.MOST, List.of());
    }
    return Integer.parseInt(text);
  }

  /** Of pages that go on nobody counts what there is in all: the first one has told it. */
  private static Map<String, Object> page(
      String name, List<?> items, @Nullable Long total, @Nullable Long next) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(name, items);
    body.put("total", total);
    body.put("next", next);
    return body;
  }

  private static Optional<Long> before(ApiRequest request) {
    return Optional.ofNullable(request.query().get("before"))
        .map(
            text -> {
              if (!text.matches("[0-9]{1,18}")) {
                throw RequestRefused.invalid("before", "must be the seq of an entry", List.of());
              }
              return Long.valueOf(text);
            });
  }
}
