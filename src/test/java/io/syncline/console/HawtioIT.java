package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Browser;
import io.syncline.support.Needs;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Hawtio as an operator opens it: a real browser, every route, every tab (C27). */
@Needs({"chromium", "chromedriver"})
class HawtioIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern NAME = Pattern.compile("name=\\\\?\"([^\"\\\\]+)");
  private static final String OTHER = "core.compose";
  private static final String AND_ANOTHER = "core.compose-staging";

  private static ServiceProcess service;
  private static ChromeDriver browser;

  /** In a process of its own: the tree shows every context that JMX knows. */
  @BeforeAll
  static void open() {
    Map<String, Object> properties = Postgres.freshPair().properties();
    properties.putAll(Postgres.properties("DB_YUHINKAI_", Postgres.freshDatabase("yuhinkai")));
    properties.put("spring.profiles.active", "sandbox");
    properties.put("syncline.sandbox.junglescout.products", 1);
    properties.put("syncline.sandbox.clientapi.accounts", false);
    service = ServiceProcess.serve(properties);
    browser = Browser.driver();
    browser.get(service.url() + "/login");
    browser
        .findElement(By.id("password"))
        .sendKeys(String.valueOf(properties.get("SYNCLINE_ADMIN_PASSWORD")));
    browser.findElement(By.tagName("button")).click();
    await(By.id("run-stockx")).until(() -> !browser.findElements(By.id("run-stockx")).isEmpty());
    browser.get(service.url() + "/actuator/hawtio/camel");
    click(By.xpath("//button[normalize-space()='Expand all']"));
  }

  /** As JMX has them, and not as the page shows them. */
  private static TreeSet<String> routes() {
    Object found =
        browser.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "fetch('/actuator/jolokia/search/org.apache.camel:type=routes,*')"
                + ".then(answer => answer.text()).then(done)");
    Matcher name = NAME.matcher(String.valueOf(found));
    TreeSet<String> routes = new TreeSet<>();
    while (name.find()) {
      routes.add(name.group(1));
    }
    return routes;
  }

  private static void select(String route) {
    click(By.xpath("//*[contains(@class, 'tree')]//*[text()='" + route + "']"));
    shows(By.xpath("//h1[normalize-space()='" + route + "']"));
  }

  @AfterAll
  static void close() {
    browser.quit();
    service.close();
  }

  @Test
  @DisplayName(
      "C27: diagram, source, statistics and properties of every route open without an error")
  void every_route_can_be_looked_at() {
    TreeSet<String> routes = routes();
    assertThat(routes).hasSizeGreaterThan(40);
    List<String> faults = new ArrayList<>();
    for (String route : routes) {
      select(route);
      open(route, "routeDiagram", By.cssSelector(".react-flow__node"));
      open(
          route,
          "source",
          By.xpath("//*[contains(@class, 'view-line')]//*[contains(., '<route')]"));
      open(route, "properties", By.xpath("//*[contains(., 'Description')]"));
      open(route, "attributes", By.xpath("//td[contains(., 'ExchangesTotal')]"));
      errors().forEach(error -> faults.add(route + ": " + error));
    }
    open(routes.last(), "exchanges", By.xpath("//*[text()='Blocked Exchanges']"));
    faults.addAll(errors());
    assertThat(faults).isEmpty();
  }

  /**
   * A page whose one question to the service got lost stays as it is until one comes back to it.
   */
  private static void open(String route, String tab, By content) {
    By link = By.cssSelector("a[href$='/camel/" + tab + "']");
    try {
      click(link);
      shows(content);
    } catch (ConditionTimeoutException e) {
      select(OTHER.equals(route) ? AND_ANOTHER : OTHER);
      select(route);
      click(link);
      shows(content);
    }
  }

  private static void shows(By content) {
    await(content).until(() -> !browser.findElements(content).isEmpty());
  }

  /** Looks often: some hundreds of places are waited for, most of them for a moment only. */
  private static ConditionFactory await(By place) {
    return Awaitility.await(place.toString())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .atMost(PATIENCE);
  }

  /** By script: what is scrolled out of the tree is as good as what is in sight. */
  private static void click(By place) {
    await(place)
        .ignoreExceptionsMatching(
            e -> e instanceof NoSuchElementException || e instanceof StaleElementReferenceException)
        .until(
            () -> {
              WebElement found = browser.findElement(place);
              browser.executeScript("arguments[0].click()", found);
              return true;
            });
  }

  private static List<String> errors() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }
}
