package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunErrors;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The notice of document 004, with its fields and colours (discord.md section 2). */
@Component
final class JungleScoutNotice implements RunNotice {
  private static final int LINES = 5;

  private final Clock clock;

  JungleScoutNotice(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String pipeline() {
    return JungleScoutStreams.WORD;
  }

  @Override
  public Optional<Notice> of(ActiveRun run) {
    JsonNode report = run.report().orElse(null);
    if (report == null) {
      return Optional.of(notice(run, List.of()));
    }
    return Optional.of(notice(run, fields(run, report)));
  }

  private static Notice notice(ActiveRun run, List<Field> fields) {
    String marketplace = run.request().parameters().path("marketplace").asText();
    String mode = run.request().parameters().path("mode").asText();
    return new Notice(
        title(Mode.of(mode)),
        "Status: " + words(run),
        level(run),
        fields,
        marketplace + " · run " + run.id());
  }

  private static String title(Mode mode) {
    return switch (mode) {
      case HOURLY -> "JungleScout Hourly Sync";
      case MASTER -> "JungleScout Master Sync";
      case SALES -> "JungleScout Sales Sync";
      case PRODUCTS -> "JungleScout Product Sync";
    };
  }

  static Notice.Level level(ActiveRun run) {
    return switch (run.outcome()) {
      case RUNNING, COMPLETED -> hasFailures(run) ? Notice.Level.SOME_FAILURES : Notice.Level.OK;
      case PARTIAL -> run.stopped().isPresent() ? Notice.Level.STOPPED : Notice.Level.SOME_FAILURES;
      case FAILED, CANCELLED -> Notice.Level.STOPPED;
    };
  }

  /** Products that the vendor does not know leave a run complete and its notice yellow. */
  private static boolean hasFailures(ActiveRun run) {
    return run.report().map(report -> report.path("failed_asins").asInt() > 0).orElse(false);
  }

  private static String words(ActiveRun run) {
    String reason = run.stopped().map(stop -> ": " + stop.reason()).orElse("");
    return switch (run.outcome()) {
      case RUNNING, COMPLETED -> "Completed successfully";
      case PARTIAL -> reason.isEmpty() ? "Completed with some failures" : "Stopped early" + reason;
      case FAILED -> "Stopped early" + reason;
      case CANCELLED -> "Cancelled";
    };
  }

  private List<Field> fields(ActiveRun run, JsonNode report) {
    List<Field> fields = new ArrayList<>();
    int processed =
        report.path("total_asins_processed").asInt(report.path("processed_asins").asInt());
    add(fields, "Processed", processed + " ASINs");
    add(fields, "New", report.path("new_asins_synced").asText("0"));
    add(fields, "Stale", report.path("stale_asins_synced").asText("0"));
    add(fields, "Product", report.path("successful_product_sync").asInt() + "/" + processed);
    add(fields, "Sales", report.path("successful_sales_sync").asText("0"));
    add(fields, "Duration", words(Duration.between(run.startedAt(), clock.instant())));
    add(fields, "Cleaned", report.path("cleaned_up_asins").asText("0"));
    add(fields, "Added", report.path("new_asins_added").asText("0"));
    add(fields, "API Calls", String.valueOf(run.apiCalls()));
    if (run.errors().total() > 0) {
      fields.add(new Field("Errors", counts(run.errors()), false));
      fields.add(new Field("Sample Errors", samples(run.errors()), false));
    }
    return fields;
  }

  private static void add(List<Field> fields, String name, String value) {
    fields.add(new Field(name, value, true));
  }

  private static String counts(RunErrors errors) {
    return "DB: %d | API: %d | Parse: %d | Other: %d"
        .formatted(
            errors.count(ErrorKind.DB),
            errors.count(ErrorKind.API),
            errors.count(ErrorKind.PARSE),
            errors.count(ErrorKind.OTHER));
  }

  /** In backticks, so that nothing of it is read as mark-down. */
  private static String samples(RunErrors errors) {
    return errors.samples().stream()
        .limit(LINES)
        .map(RecordError::message)
        .map(message -> "`" + message.replace('`', '\'') + "`")
        .collect(Collectors.joining("\n"));
  }

  /** Like {@code 2m 15s}. */
  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m " + seconds % 60 + "s";
  }
}
