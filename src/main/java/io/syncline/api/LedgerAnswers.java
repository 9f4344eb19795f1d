package io.syncline.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers the requests about runs. */
@Component
final class LedgerAnswers {
  private final RunHistory history;
  private final RunParts parts;
  private final ObjectMapper json;
  private final Clock clock;

  LedgerAnswers(RunHistory history, RunParts parts, ObjectMapper json, Clock clock) {
    this.history = history;
    this.parts = parts;
    this.json = json;
    this.clock = clock;
  }

  /** A page of runs; {@code next} is the value of {@code before} that goes on, or null. */
  ApiAnswer list(ApiRequest request) {
    RunQuery query = RunQuery.of(request.query());
    Instant now = clock.instant();
    List<Run> runs = history.list(query);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("runs", runs.stream().map(it -> RunJson.of(it, now)).toList());
    body.put("next", runs.size() < query.limit() ? null : runs.get(runs.size() - 1).id());
    return ApiAnswer.ok(body);
  }

  ApiAnswer one(ApiRequest request) {
    UUID id = request.id();
    Run run = history.known(id);
    ObjectNode body = json.valueToTree(RunJson.of(run, clock.instant()));
    body.set("batches", json.valueToTree(parts.batches(id)));
    if (run.dryRun()) {
      body.set("changes", json.valueToTree(parts.changes(id)));
      body.put("changes_total", parts.changesTotal(id));
    }
    body.set("dead_letters", json.valueToTree(parts.deadLetters(id)));
    return ApiAnswer.ok(body);
  }

  /** A page of what went wrong in a run, the last entry first. */
  ApiAnswer errors(ApiRequest request) {
    UUID id = history.known(request.id()).id();
    int limit = RunQuery.limit(request.query());
    List<RunParts.ErrorJson> page = parts.errors(id, before(request), limit);
    Long next = page.size() < limit ? null : page.get(limit - 1).seq();
    return ApiAnswer.ok(page("errors", page, parts.errorsTotal(id), next));
  }

  /** A page of what a dry run would change, the last change first. */
  ApiAnswer changes(ApiRequest request) {
    UUID id = history.known(request.id()).id();
    int limit = RunQuery.limit(request.query());
    List<RunParts.ChangeJson> page = parts.changes(id, before(request), limit);
    Long next = page.size() < limit ? null : page.get(limit - 1).seq();
    return ApiAnswer.ok(page("changes", page, parts.changesTotal(id), next));
  }

  private static Map<String, Object> page(
      String name, List<?> items, long total, @Nullable Long next) {
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
