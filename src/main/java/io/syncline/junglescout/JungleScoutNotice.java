package io.syncline.junglescout;

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
    SyncOrder order = SyncOrder.of(run);
    List<Field> fields =
        run.progress(SyncProgress.class).map(it -> fields(run, it)).orElse(List.of());
    return Optional.of(
        new Notice(
            "JungleScout " + order.mode().title() + " Sync",
            "Status: " + RunWords.status(run),
            level(run),
            fields,
            order.marketplace().word() + " · run " + run.id()));
  }

  static Notice.Level level(ActiveRun run) {
    Notice.Level level = RunWords.level(run);
    return level == Notice.Level.OK && hasFailures(run) ? Notice.Level.SOME_FAILURES : level;
  }

  /** Products that the vendor does not know leave a run complete and its notice yellow. */
  private static boolean hasFailures(ActiveRun run) {
    return run.progress(SyncProgress.class).filter(it -> it.failedCount() > 0).isPresent();
  }

  private List<Field> fields(ActiveRun run, SyncProgress progress) {
    List<Field> fields = new ArrayList<>();
    SyncProgress.Selection selection = progress.selection();
    add(fields, "Processed", progress.reached() + " ASINs");
    add(fields, "New", selection.fresh());
    add(fields, "Stale", selection.stale());
    add(fields, "Product", progress.productCount() + "/" + progress.reached());
    add(fields, "Sales", progress.salesCount());
    add(fields, "Duration", RunWords.of(Duration.between(run.startedAt(), clock.instant())));
    add(fields, "Cleaned", selection.cleaned());
    add(fields, "Added", selection.added());
    add(fields, "API Calls", run.tally().calls());
    fields.addAll(RunWords.errors(run));
    return fields;
  }

  private static void add(List<Field> fields, String name, Object value) {
    fields.add(new Field(name, value.toString(), true));
  }
}
