package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import io.syncline.support.ScriptedServer;
import io.syncline.support.SwitchedProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * What keeps pages live, in a real browser: many of them, hidden ones, and a stream that breaks.
 */
@Needs({"chromium", "chromedriver"})
class LivePagesIT {
  private static final int MORE_THAN_A_BROWSER_CONNECTS = 8;
  private static final String HEAR =
      "window.heard = 0;"
          + " document.addEventListener('htmx:sseMessage', () => { window.heard += 1 })";
  private static final String IS_HIDDEN = "return document.hidden";

  private final SandboxService service = OpenConsole.get().service();

  @Test
  void any_number_of_tabs_is_usable_and_one_that_was_hidden_shows_what_it_missed() {
    OpenConsole.get().browser().open("/design");
    awaitListeners(0);
    try (Browser browser = OpenConsole.get().another()) {
      ChromeDriver driver = browser.driven();
      driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
      List<String> tabs = new ArrayList<>();
      for (int tab = 0; tab < MORE_THAN_A_BROWSER_CONNECTS; tab++) {
        driver.switchTo().newWindow(WindowType.TAB);
        tabs.add(driver.getWindowHandle());
        browser.open("/runs?pipeline=entities");
        browser.shows(By.id("list"));
      }
      assertThat(driver.executeScript(IS_HIDDEN)).isEqualTo(false);
      driver.executeScript(HEAR);
      awaitListeners(1);
      UUID run = run();
      browser.shows(row(run));
      awaitHeard(driver, 1);

      driver.switchTo().window(tabs.get(0));
      browser.shows(row(run));
      driver.executeScript(HEAR);
      UUID another = run();
      browser.shows(row(another));
      awaitHeard(driver, 1);
      awaitListeners(1);
      assertThat(browser.complaints()).isEmpty();
    }
    awaitListeners(0);
  }

  @Test
  void a_stream_that_breaks_comes_back_whatever_broke_it() throws IOException {
    int port = URI.create(service.url()).getPort();
    try (SwitchedProxy proxy = new SwitchedProxy(port);
        ScriptedServer broken = new ScriptedServer();
        Browser browser = OpenConsole.get().another()) {
      broken.answers(ScriptedServer.json("502 Bad Gateway", "{}"));
      browser.driven().get("http://localhost:" + proxy.port() + "/runs?pipeline=entities");
      browser.driven().executeScript(HEAR);
      browser.shows(row(run()));
      awaitHeard(browser.driven(), 1);

      proxy.leadTo(URI.create(broken.url()).getPort());
      proxy.cut();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> broken.requests().stream().anyMatch(it -> it.startsWith("GET /events")));
      UUID missed = run();
      browser.driven().executeScript("window.heard = 0");
      proxy.leadTo(port);
      proxy.cut();
      browser.shows(row(missed));
      awaitHeard(browser.driven(), 1);
      browser.driven().executeScript("window.heard = 0");
      browser.shows(row(run()));
      awaitHeard(browser.driven(), 1);
    }
  }

  /** The list is read again once a minute too: only this says that an event came. */
  private static void awaitHeard(ChromeDriver driver, long least) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> (Long) driver.executeScript("return window.heard") >= least);
  }

  /** Who has gone is known once something is said to them. */
  private void awaitListeners(int count) {
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              run();
              return service.bean(LiveEvents.class).size() == count;
            });
  }

  private static By row(UUID run) {
    return By.cssSelector("tr[data-run='" + run + "']");
  }

  /** A run that another instance led. */
  private UUID run() {
    UUID id = UUID.randomUUID();
    service
        .staging()
        .sql(
            "INSERT INTO sync_runs (id, status, outcome, pipeline, scope, trigger, started_at, completed_at, parameters)"
                + " VALUES (?, 'completed', 'completed', 'entities', ?, 'manual', now(), now(), '{}')")
        .params(id, "live-" + id)
        .update();
    return id;
  }
}
