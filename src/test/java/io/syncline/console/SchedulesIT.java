package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page of schedules, in a real browser. */
@Needs({"chromium", "chromedriver"})
class SchedulesIT {
  private final SandboxService service = OpenConsole.get().service();
  private final Browser browser = OpenConsole.get().browser();

  private static By of(String part) {
    return By.cssSelector("[data-schedule='clientapi.sweep'] " + part);
  }

  @Test
  void schedules_are_fit_to_be_seen() {
    browser.open("/schedules");
    browser.shows(of(".state"), "on");
    browser.judge("schedules");
  }

  @Test
  void a_schedule_is_paused_by_somebody_and_goes_on() {
    browser.open("/schedules");
    browser.click(By.id("pause-clientapi.sweep"));
    browser.shows(By.cssSelector("[role=status]"), "clientapi.sweep is paused on all instances");
    browser.shows(of(".state"), "paused");
    browser.shows(of("td[data-label=Changed]"), "admin");
    browser.shows(of("td[data-label=Next]"), "never");
    assertThat(
            service
                .staging()
                .sql(
                    "SELECT changed_by FROM sync_schedule_states"
                        + " WHERE name = 'clientapi.sweep' AND is_paused")
                .query(String.class)
                .list())
        .containsExactly("admin");
    browser.click(By.id("resume-clientapi.sweep"));
    browser.shows(of(".state"), "on");
  }

  @Test
  void what_a_schedule_would_start_is_started_now() {
    browser.open("/schedules");
    browser.click(By.id("start-clientapi.sweep"));
    browser.shows(By.cssSelector("[role=status]"), "clientapi.sweep was started");
    assertThat(
            service
                .staging()
                .sql(
                    "SELECT count(*) FROM sync_runs"
                        + " WHERE scope = 'clientapi/sweep' AND trigger = 'manual' AND triggered_by = 'admin'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }
}
