package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.core.error.OneLine;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import io.syncline.core.run.RunOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The lines of {@code api_sync_cron.log}, in document 003's words and order, whatever else is
 * logged (CR-33, CR-35). Each that is of an account says whose it is.
 */
@Component
final class SyncLog implements AfterRun {
  private static final int LONGEST = 300;

  private final CronLog file;
  private final Accounts accounts;

  SyncLog(CronLogs logs, Accounts accounts) {
    this.file = logs.of("api_sync_cron");
    this.accounts = accounts;
  }

  void begun() {
    file.info("🚀 Starting full API sync cron job");
  }

  void found(int due) {
    file.info("🔍 Found %s API integrations due for sync".formatted(due));
  }

  void starting(Credential credential) {
    file.info("🔄 Starting API sync for " + whose(credential));
  }

  void connected(Credential credential) {
    file.info("✅ API connection successful for " + whose(credential));
  }

  void fetching(Credential credential) {
    file.info(
        "📥 Fetching new data from %s API for %s..."
            .formatted(credential.platform(), whose(credential)));
  }

  void stored(Credential credential, String type, TypeProgress progress) {
    file.info(
        "✅ Stored %s new %s records (after deduplication: %s fetched, %s changed, %s unchanged, %s failed) for %s"
            .formatted(
                progress.created(),
                type,
                progress.fetched(),
                progress.changed(),
                progress.unchanged(),
                progress.failed(),
                whose(credential)));
  }

  void swept(Credential credential, String type, TypeProgress progress) {
    file.info(
        "🧹 Swept %s: %s listed, %s marked%s for %s"
            .formatted(
                type,
                progress.fetched(),
                progress.changed(),
                progress.reason() == null ? "" : " (" + progress.reason() + ")",
                whose(credential)));
  }

  /** The last two lines of an account: how it ended and when it is read next. */
  @Override
  public void after(ActiveRun run) {
    var of = run.request().parameters();
    if (run.pipeline().equals(ClientApi.WORD)
        && Account.isRunOfOne(of)
        && !ClientApi.isSweep(of)
        && run.outcome() != RunOutcome.RUNNING) {
      String whose =
          whose(
              of.path("client_id").asText(),
              of.path("platform_type").asText(),
              of.path("label").asText());
      ended(run, whose);
      nextSync(run, of)
          .ifPresent(at -> file.info("📅 Next sync scheduled for: %s for %s".formatted(at, whose)));
    }
  }

  /** As the statement told that ended the run; where it was another one, as the account has it. */
  private Optional<Instant> nextSync(ActiveRun run, JsonNode of) {
    Optional<Instant> told = run.toldAtEnd().map(Instant::parse);
    return told.isPresent()
        ? told
        : accounts.nextSync(UUID.fromString(of.path(Account.CREDENTIAL_ID).asText()));
  }

  private void ended(ActiveRun run, String whose) {
    String words = run.stopped().map(ActiveRun.Stop::words).orElse("see run " + run.id());
    switch (run.outcome()) {
      case COMPLETED -> file.info("✅ API sync completed for " + whose);
      case PARTIAL ->
          file.warning("⚠️ API sync completed in part for %s: %s".formatted(whose, words));
      default -> file.error("❌ API sync failed for %s: %s".formatted(whose, words));
    }
  }

  private static String whose(Credential credential) {
    return whose(credential.clientId().toString(), credential.platform(), credential.label());
  }

  private static String whose(String client, String platform, String label) {
    return OneLine.of("Client %s (%s - %s)".formatted(client, platform, label), LONGEST);
  }
}
