package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.notice.Notice;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.notice.RunWords;
import io.syncline.core.run.ActiveRun;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The notice of document 004, with its fields and colours
 * (discord#the-notice-of-a-jungle-scout-run).
 */
@Component
final class JungleScoutNotice implements RunNotice {
  private final Clock clock;

  JungleScoutNotice(Clock clock) {
    this.clock = clock;
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
        "Status: " + RunWords.status(run),
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
    Notice.Level level = RunWords.level(run);
    return level == Notice.Level.OK && hasFailures(run) ? Notice.Level.SOME_FAILURES : level;
  }

  /** Products that the vendor does not know leave a run complete and its notice yellow. */
  private static boolean hasFailures(ActiveRun run) {
    return run.report().map(report -> report.path("failed_asins").asInt() > 0).orElse(false);
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
    add(fields, "Duration", RunWords.of(Duration.between(run.startedAt(), clock.instant())));
    add(fields, "Cleaned", report.path("cleaned_up_asins").asText("0"));
    add(fields, "Added", report.path("new_asins_added").asText("0"));
    add(fields, "API Calls", String.valueOf(run.tally().calls()));
    fields.addAll(RunWords.errors(run));
    return fields;
  }

  private static void add(List<Field> fields, String name, String value) {
    fields.add(new Field(name, value, true));
  }
}
