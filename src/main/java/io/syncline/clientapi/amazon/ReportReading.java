package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.platform.Reading;
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
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads all listings of a marketplace by a report (amazon-sp#reports): ordered once, waited for
 * without a thread, and read in parts, each from a fresh address. Threads may share it.
 */
@Component
final class ReportReading {
  static final String TYPE = "GET_MERCHANT_LISTINGS_ALL_DATA";
  static final String VERSION = "2021-06-30";
  static final SourcePath PATH = SourcePath.of("reports", VERSION, "reports");
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
  record Rows(List<ObjectNode> records, Outcome outcome) {
    private static final Rows NONE_YET = new Rows(List.of(), Outcome.MORE);
    private static final Rows DENIED = new Rows(List.of(), Outcome.DENIED);
  }

  /** What a step of a report came to. */
  enum Outcome {
    MORE,
    LAST,
    DENIED
  }

  /**
   * The next rows, none while the report is ordered.
   *
   * @param walk where {@code report} is kept
   * @throws Postponed while Amazon makes the report
   */
  Rows next(Step step, ObjectNode walk, String market) {
    ObjectNode report =
        walk.get("report") instanceof ObjectNode there ? there : walk.putObject("report");
    if (!report.has("since")) {
      report.put("since", now().toString());
      return Rows.NONE_YET;
    }
    if (!report.has("id")) {
      return order(step, report, market);
    }
    SourceAnswer made = one(step, "reports", report.path("id").asText(), Operation.GET_REPORT);
    if (!made.isSuccess()) {
      return refused(step, report, made);
    }
    return switch (made.body().path("processingStatus").asText("")) {
      case "DONE" -> rows(step, walk, market, made.body().path("reportDocumentId").asText(""));
      case "CANCELLED" -> cancelled(step, walk);
      case "FATAL" -> failed(step, report);
      default -> waited(step, report);
    };
  }

  /** There is nothing to tell, which a listing of what is still there cannot take as said. */
  private static Rows cancelled(Step step, ObjectNode walk) {
    if (step.reading().purpose() == Reading.Purpose.IDS) {
      throw TransientFailure.source(
          StopReason.SOURCE_FAILED,
          "Amazon cancelled the report of listings, so that nobody knows what is gone");
    }
    return last(walk, List.of());
  }

  private static Rows last(ObjectNode walk, List<ObjectNode> records) {
    walk.remove("report");
    return new Rows(records, Outcome.LAST);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * One that was ordered and not noted, as somebody ended us, is found again. One from before that
   * is none of ours: what it says is older than what may be stored already.
   */
  private Rows order(Step step, ObjectNode report, String market) {
    report.put("asked", now().toString());
    SourceQuery recent = recent(market, report.path("since").asText());
    SourceAnswer known =
        api.get(step.credential(), Operation.GET_REPORTS, PATH, recent, step.run());
    if (known.status() == 403) {
      return Rows.DENIED;
    }
    String id = known.body().at("/reports/0/reportId").asText("");
    if (id.isEmpty()) {
      SourceAnswer ordered =
          api.post(step.credential(), Operation.CREATE_REPORT, PATH, body(market), step.run());
      if (ordered.status() == 403) {
        return Rows.DENIED;
      }
      id = ordered.body().path("reportId").asText("");
      if (!ordered.isSuccess() || id.isEmpty()) {
        throw step.refused(ordered);
      }
    }
    report.put("id", id);
    return Rows.NONE_YET;
  }

  static SourceQuery recent(String market, String since) {
    return SourceQuery.none()
        .with("reportTypes", TYPE)
        .with("processingStatuses", "IN_QUEUE,IN_PROGRESS,DONE")
        .with("marketplaceIds", market)
        .with("createdSince", since);
  }

  static ObjectNode body(String market) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reportType", TYPE);
    body.putArray("marketplaceIds").add(market);
    return body;
  }

  private SourceAnswer one(Step step, String kind, String id, Operation operation) {
    SourcePath path = SourcePath.of("reports", VERSION, kind, id);
    return api.get(step.credential(), operation, path, SourceQuery.none(), step.run());
  }

  /** Amazon drops reports with time: one that is no longer there has failed as well. */
  private static Rows refused(Step step, ObjectNode report, SourceAnswer answer) {
    return switch (answer.status()) {
      case 403 -> Rows.DENIED;
      case 404 -> failed(step, report);
      default -> throw step.refused(answer);
    };
  }

  /** The first one that fails in a run is ordered anew, the next one ends its reading. */
  private static Rows failed(Step step, ObjectNode report) {
    String now = step.run().id().toString();
    if (report.path("failed").asText("").equals(now)) {
      throw step.failure("Amazon cannot make the report of %s");
    }
    report.removeAll().put("failed", now);
    return Rows.NONE_YET;
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

  private Rows rows(Step step, ObjectNode walk, String market, String document) {
    ObjectNode report = walk.withObject("report");
    for (int i = 0; i < ADDRESSES; i++) {
      SourceAnswer where = one(step, "documents", document, Operation.GET_DOCUMENT);
      if (!where.isSuccess()) {
        return refused(step, report, where);
      }
      Optional<TabbedRows.Part> part = read(step, where.body(), report.path("row").asInt(), market);
      if (part.isPresent()) {
        return records(step, walk, part.get(), market);
      }
    }
    throw TransientFailure.source(
        StopReason.SOURCE_FAILED, "Amazon's report is not where it is said to be");
  }

  private static Rows records(Step step, ObjectNode walk, TabbedRows.Part part, String market) {
    ObjectNode report = walk.withObject("report");
    int column = part.columns().indexOf("seller-sku");
    if (column < 0) {
      throw step.failure("the report of %s has no column seller-sku");
    }
    List<ObjectNode> records = new ArrayList<>();
    for (List<String> row : part.rows()) {
      records.add(record(part.columns(), row, column, market));
    }
    report.put("row", report.path("row").asInt() + part.rows().size());
    return part.isLast() ? last(walk, records) : new Rows(records, Outcome.MORE);
  }

  /** No value where the address is dead. */
  private Optional<TabbedRows.Part> read(Step step, JsonNode where, int from, String market) {
    boolean isPacked = where.path("compressionAlgorithm").asText("").equals("GZIP");
    Streamed<TabbedRows.Part> read =
        api.read(
            step.credential(),
            where.path("url").asText(""),
            isPacked,
            step.run(),
            new TabbedRows(from, settings.reportRows()));
    return read.value()
        .map(part -> part.in(ReportText.named(read.answer().header("Content-Type")), market));
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
