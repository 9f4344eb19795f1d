package io.syncline.support;

import io.syncline.api.Http;
import java.util.Map;
import org.openqa.selenium.By;

/**
 * The console of a sandbox with feeds and without accounts, and a browser before it that an admin
 * has signed in with: one of each for all tests of this process.
 */
public final class OpenConsole {
  private final SandboxService service =
      SandboxService.begin(
          Postgres.freshPair(),
          "--spring.jmx.unique-names=true", // it stands beside the services of other tests
          "--syncline.secrets.users=vera:viewer:" + Http.USERS_HASH,
          "--syncline.sandbox.entities.feeds=true",
          "--syncline.sandbox.junglescout.products=20");

  private final Browser browser = Browser.at(service.url());

  private OpenConsole() {
    Runtime.getRuntime().addShutdownHook(new Thread(browser::close));
    signIn(browser);
  }

  private static final class Holder {
    static final OpenConsole ONLY = new OpenConsole();
  }

  public static OpenConsole get() {
    return Holder.ONLY;
  }

  public SandboxService service() {
    return service;
  }

  public Browser browser() {
    return browser;
  }

  /** Another browser, which its caller ends. */
  public Browser another() {
    return signIn(Browser.at(service.url()));
  }

  private Browser signIn(Browser fresh) {
    Map<String, Object> properties = service.pair().properties();
    fresh.signIn("admin", String.valueOf(properties.get("SYNCLINE_ADMIN_PASSWORD")));
    fresh.shows(By.tagName("h1"), "Overview");
    return fresh;
  }
}
