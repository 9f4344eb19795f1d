package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.Streamed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads all listings of a marketplace by a report (amazon-sp#reports): ordered once, waited for
 * without a thread, and read in parts, each from a fresh address. Threads may share it.
 */
@Component
final class ReportReading {
  static final String TYPE = "GET_MERCHANT_LISTINGS_ALL_DATA";
  static final SourcePath PATH = SourcePath.of("reports", "2021-06-30", "reports");
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(15);
  private static final Duration LONGEST_POLL = Duration.ofMinutes(2);

  /** Addresses that are asked for where the first one is dead. */
  private static final int ADDRESSES = 2;

  private final AmazonApi api;
  private final AmazonSettings settings;
  private final Clock clock;

  ReportReading(AmazonApi api, AmazonSettings settings, Clock clock) {
    this.api = api;
    this.settings = settings;
    this.clock = clock;
  }

  /** Rows as records; those that could not be read have no {@code sku}. */
  record Rows(List<ObjectNode> records, boolean isLast) {}

  /**
   * The next rows, none while the report is ordered.
   *
   * @param walk where {@code report} is kept
   * @throws Postponed while Amazon makes the report
   */
  Rows next(Step step, ObjectNode walk, String market) {
    ObjectNode report =
        walk.get("report") instanceof ObjectNode there ? there : walk.putObject("report");
    if (!report.has("id")) {
      order(step, report, market);
      return new Rows(List.of(), false);
    }
    JsonNode made = one(step, "reports", report.path("id").asText(), Operation.GET_REPORT);
    return switch (made.path("processingStatus").asText("")) {
      case "DONE" -> rows(step, walk, report, market, made.path("reportDocumentId").asText(""));
      case "CANCELLED" -> last(walk, List.of()); // there is nothing to tell
      case "FATAL" -> failed(step, report);
      default -> waited(step, report);
    };
  }

  private static Rows last(ObjectNode walk, List<ObjectNode> records) {
    walk.remove("report");
    return new Rows(records, true);
  }

  /** One that was ordered and not noted, as somebody ended us, is found again. */
  private void order(Step step, ObjectNode report, String market) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    SourceAnswer known =
        api.get(
            step.credential(),
            Operation.GET_REPORTS,
            PATH,
            recent(market, now.minus(settings.longestReport())),
            step.run());
    for (JsonNode one : known.body().path("reports")) {
      if (!one.path("reportId").asText("").equals(report.path("failed").asText(""))) {
        report.put("id", one.path("reportId").asText()).put("asked", now.toString());
        return;
      }
    }
    SourceAnswer ordered =
        api.post(step.credential(), Operation.CREATE_REPORT, PATH, body(market), step.run());
    String id = ordered.body().path("reportId").asText("");
    if (!ordered.isSuccess() || id.isEmpty()) {
      throw step.refused(ordered);
    }
    report.put("id", id).put("asked", now.toString());
  }

  static SourceQuery recent(String market, Instant since) {
    return SourceQuery.none()
        .with("reportTypes", TYPE)
        .with("processingStatuses", "IN_QUEUE,IN_PROGRESS,DONE")
        .with("marketplaceIds", market)
        .with("createdSince", since.toString());
  }

  static ObjectNode body(String market) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reportType", TYPE);
    body.putArray("marketplaceIds").add(market);
    return body;
  }

  private JsonNode one(Step step, String kind, String id, Operation operation) {
    SourcePath path = SourcePath.of("reports", "2021-06-30", kind, id);
    SourceAnswer answer =
        api.get(step.credential(), operation, path, SourceQuery.none(), step.run());
    if (!answer.isSuccess()) {
      throw step.refused(answer);
    }
    return answer.body();
  }

  /** The first one that fails is ordered anew, the next one ends the reading. */
  private static Rows failed(Step step, ObjectNode report) {
    if (report.has("failed")) {
      throw step.failure("Amazon cannot make the report of %s");
    }
    report.put("failed", report.path("id").asText());
    report.remove("id");
    return new Rows(List.of(), false);
  }

  private Rows waited(Step step, ObjectNode report) {
    Instant now = clock.instant();
    Duration waited = Duration.between(Step.moment(report.path("asked")).orElse(now), now);
    if (waited.compareTo(settings.longestReport()) > 0) {
      return failed(step, report);
    }
    Duration poll = waited.dividedBy(2);
    poll = poll.compareTo(SHORTEST_POLL) < 0 ? SHORTEST_POLL : poll;
    poll = poll.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : poll;
    throw Postponed.until(
        now.plus(poll), StopReason.SOURCE_UNAVAILABLE, "Amazon is making a report");
  }

  private Rows rows(Step step, ObjectNode walk, ObjectNode report, String market, String document) {
    int from = report.path("row").asInt();
    TabbedRows.Part part =
        read(step, document, new TabbedRows(from, settings.reportRows()), market);
    int column = part.columns().indexOf("seller-sku");
    if (column < 0) {
      throw step.failure("the report of %s has no column seller-sku");
    }
    List<ObjectNode> records = new ArrayList<>();
    for (List<String> row : part.rows()) {
      records.add(record(part.columns(), row, column, market));
    }
    report.put("row", from + part.rows().size());
    return part.isLast() ? last(walk, records) : new Rows(records, false);
  }

  private TabbedRows.Part read(Step step, String document, TabbedRows reading, String market) {
    for (int i = 0; i < ADDRESSES; i++) {
      JsonNode where = one(step, "documents", document, Operation.GET_DOCUMENT);
      boolean isPacked = where.path("compressionAlgorithm").asText("").equals("GZIP");
      Streamed<TabbedRows.Part> read =
          api.read(step.credential(), where.path("url").asText(""), isPacked, step.run(), reading);
      if (read.value().isPresent()) {
        return read.value()
            .get()
            .in(ReportText.named(read.answer().header("Content-Type")), market);
      }
    }
    throw TransientFailure.source(
        StopReason.SOURCE_FAILED, "Amazon's report is not where it is said to be");
  }

  static ObjectNode record(List<String> columns, List<String> row, int sku, String market) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    if (row.size() != columns.size()) {
      return record.put("row", String.join("\t", row)).put("marketplaceId", market);
    }
    record.put("sku", row.get(sku)).put("marketplaceId", market);
    ObjectNode report = record.putObject("report");
    for (int i = 0; i < columns.size(); i++) {
      report.put(columns.get(i), row.get(i));
    }
    return record;
  }
}
