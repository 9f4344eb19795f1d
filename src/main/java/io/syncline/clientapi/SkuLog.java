package io.syncline.clientapi;

import io.syncline.clientapi.sku.SkuJournal;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.write.Derived;
import java.util.UUID;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Which of its two works a run does, and the lines of {@code sku_analysis_cron.log} (CR-30, CR-34).
 */
@Component
final class SkuLog implements AfterRun, SkuJournal {
  private final CronLog file;

  SkuLog(CronLogs logs) {
    this.file = logs.of("sku_analysis_cron");
  }

  /** The route that does what is asked for. */
  String work(@Variable("run") ActiveRun run) {
    if (!isAnalysis(run)) {
      return "sync-accounts";
    }
    file.info("🚀 Starting SKU analysis cron job");
    return "sync-skus";
  }

  @Override
  public void analyzed(UUID client, Derived skus) {
    file.info(
        "✅ Analyzed %s SKUs for Client %s (%s new, %s changed, %s gone)"
            .formatted(skus.rows(), client, skus.created(), skus.updated(), skus.gone()));
  }

  @Override
  public void after(ActiveRun run) {
    if (!run.pipeline().equals(ClientApi.WORD)
        || !isAnalysis(run)
        || run.outcome() == RunOutcome.RUNNING) {
      return;
    }
    if (run.outcome() == RunOutcome.COMPLETED) {
      file.info("✅ SKU analysis completed");
    } else {
      file.error(
          "❌ SKU analysis ended as %s, see run %s".formatted(run.outcome().word(), run.id()));
    }
  }

  private static boolean isAnalysis(ActiveRun run) {
    return run.request().parameters().path(ClientApi.MODE).asText().equals(ClientApi.SKU);
  }
}
