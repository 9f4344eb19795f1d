package io.syncline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser before the service; what it showed stays in {@code target/screens}. */
public final class Browser implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WIDE = 1400;
  private static final int NARROW = 390;

  /** What keeps somebody from using a page at all, or nearly so. */
  private static final Set<String> BAD = Set.of("serious", "critical");

  private final ChromeDriver driver = driver();
  private final String url;

  private Browser(String url) {
    this.url = url;
  }

  /** Before that service, not signed in. */
  public static Browser at(String url) {
    return new Browser(url);
  }

  /** A browser that nobody has opened a page with; the caller ends it. */
  public static ChromeDriver driver() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(NeedsCondition.program("chromium").toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1500,1000");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(NeedsCondition.program("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(service, options);
  }

  public Browser signIn(String name, String password) {
    open("/login");
    WebElement user = driver.findElement(By.id("username"));
    user.clear();
    user.sendKeys(name);
    driver.findElement(By.id("password")).sendKeys(password);
    driver.findElement(By.tagName("button")).click();
    return this;
  }

  public void open(String path) {
    driver.get(url + path);
  }

  public ChromeDriver driven() {
    return driver;
  }

  /** Waits until the page shows such an element. */
  public WebElement shows(By place) {
    return await(place).until(() -> driver.findElement(place), found -> true);
  }

  /** Waits until an element shows that text. */
  public void shows(By place, String text) {
    await(place).until(() -> driver.findElement(place).getText(), it -> it.contains(text));
  }

  /** The text of an element, which a live page may put another one in the place of meanwhile. */
  public String textOf(By place) {
    return await(place).until(() -> driver.findElement(place).getText(), found -> true);
  }

  /** Whether such an element is seen, which it is not while it is folded away. */
  public boolean isSeen(By place) {
    return await(place).until(() -> driver.findElement(place).isDisplayed(), found -> true);
  }

  /** An attribute of such an element, as the page was written. */
  public String attributeOf(By place, String name) {
    return await(place).until(() -> driver.findElement(place).getDomAttribute(name), found -> true);
  }

  public void click(By place) {
    await(place)
        .until(
            () -> {
              driver.findElement(place).click();
              return true;
            });
  }

  /** Fills a field with that text instead of what it has. */
  public void fill(By place, String text) {
    await(place)
        .until(
            () -> {
              WebElement field = driver.findElement(place);
              field.clear();
              field.sendKeys(text);
              return true;
            });
  }

  /** Goes to an element by the tabulator, and presses that there. */
  public void press(String id, CharSequence... keys) {
    WebElement at = driver.switchTo().activeElement();
    for (int steps = 0; !id.equals(at.getDomAttribute("id")); steps++) {
      assertThat(steps).as("steps to " + id).isLessThan(200);
      at.sendKeys(Keys.TAB);
      at = driver.switchTo().activeElement();
    }
    at.sendKeys(keys);
  }

  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** What the browser complained of since it was asked last: errors of scripts, CSP reports. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /**
   * Looks at the page in light and dark and as wide as a phone: nothing serious for axe, nothing
   * wider than the screen, nothing the browser complains of. Three pictures are kept by that name.
   */
  public void judge(String name) {
    look(name + "-light", "light", WIDE);
    look(name + "-dark", "dark", WIDE);
    look(name + "-phone", "light", NARROW);
    dress("light", WIDE);
    assertThat(complaints()).as(name).isEmpty();
  }

  private void look(String picture, String theme, int width) {
    dress(theme, width);
    assertThat(
            (Long) driver.executeScript("return document.documentElement.scrollWidth - innerWidth"))
        .as(picture + " is wider than its screen by")
        .isLessThanOrEqualTo(0);
    assertThat(
            new AxeBuilder()
                .analyze(driver).getViolations().stream()
                    .filter(rule -> BAD.contains(rule.getImpact()))
                    .map(Browser::words))
        .as(picture)
        .isEmpty();
    keep(picture);
  }

  private void dress(String theme, int width) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width == NARROW));
  }

  private static String words(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().stream().limit(3).map(it -> it.getHtml()).toList();
  }

  private void keep(String picture) {
    Object data =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    try {
      Files.createDirectories(SCREENS);
      Files.write(
          SCREENS.resolve(picture + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a link leads; what is live on a page may be made anew between two questions. */
  public String leadsTo(By link) {
    return await(link)
        .until(() -> driver.findElement(link).getDomProperty("href"), Objects::nonNull);
  }

  private static ConditionFactory await(By place) {
    return Awaitility.await(place.toString())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e ->
                e instanceof NoSuchElementException || e instanceof StaleElementReferenceException);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
