package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The log files of document 003. */
@ExtendWith(OutputCaptureExtension.class)
class CronLogTest {
  private final SettableClock clock = new SettableClock("2024-01-15T00:00:01Z");

  private final AtomicBoolean isSaid = new AtomicBoolean();

  @TempDir private Path folder;

  @Test
  void a_line_is_as_the_document_shows_it() throws IOException {
    log(folder.resolve("logs"), 1_000).info("🚀 Starting full API sync cron job");
    assertThat(Files.readString(folder.resolve("logs/api_sync_cron.log")))
        .isEqualTo(
            "2024-01-15 00:00:01 - api_sync_cron - INFO - 🚀 Starting full API sync cron job\n");
  }

  /** CR-33, CR-34. */
  @Test
  void a_file_that_is_full_is_set_aside_and_a_few_are_kept() throws IOException {
    CronLog log = log(folder, 50);
    for (int i = 1; i <= 10; i++) {
      log.info("line " + i);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1 + CronFile.KEPT);
    }
    assertThat(Files.readString(folder.resolve("api_sync_cron.log"))).contains("line 10");
    assertThat(Files.readString(folder.resolve("api_sync_cron.log.1"))).contains("line 9");
  }

  @Test
  void a_folder_that_cannot_be_written_is_one_warning(CapturedOutput output) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    CronLog log = log(file, 1_000);
    log.info("one");
    log.error("two");
    new CronLog("sku_analysis_cron", clock, new CronFile("sku_analysis_cron", file, 1_000, isSaid))
        .info("three");
    assertThat(output.getOut().split("log not written", -1)).hasSize(2);
  }

  private CronLog log(Path where, long full) {
    return new CronLog("api_sync_cron", clock, new CronFile("api_sync_cron", where, full, isSaid));
  }
}
