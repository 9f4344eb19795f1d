package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.api.Ledger;
import io.syncline.api.WebTest;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.support.Browser;
import io.syncline.support.Canaries;
import io.syncline.support.Needs;
import io.syncline.support.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Signing in by a provider of OpenID Connect. The provider is away when the service starts. */
@WebTest
@Import(ProviderIT.Closing.class)
@Needs({"chromium", "chromedriver"})
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProviderIT {
  private static final ProviderStub PROVIDER = new ProviderStub();
  private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};
  private static final String BEGIN = "/oauth2/authorization/oidc";
  private static final Map<String, Object> ADMIN =
      Map.of("email", "ada@example.com", "roles", "syncline-admin");

  @LocalServerPort private int port;
  @Autowired private SettableClock clock;
  @Autowired private Ledger ledger;
  private Http http;

  @DynamicPropertySource
  static void a_provider(DynamicPropertyRegistry properties) {
    PROVIDER.goesAway();
    properties.add(
        "camel.main.routes-include-pattern",
        () ->
            "classpath:routes/core/policies.camel.yaml,classpath:routes/api/request.camel.yaml,"
                + "classpath:routes/api/health.camel.yaml,classpath:routes/api/runs.camel.yaml,"
                + "classpath:routes/api/audit.camel.yaml,classpath:routes/api/settings.camel.yaml");
    properties.add("spring.jmx.unique-names", () -> true); // it stands beside other services
    properties.add("syncline.oidc.issuer", PROVIDER::issuer);
    properties.add("syncline.oidc.client-id", () -> ProviderStub.CLIENT);
    properties.add("syncline.oidc.client-secret", () -> ProviderStub.SECRET);
  }

  /** What a button presses, without what is behind it. */
  static class Closing extends RouteBuilder {
    @Override
    public void configure() {
      from("platform-http:/api/dead-letters/{id}/close?httpMethodRestrict=POST")
          .routeId("test.close")
          .routeConfigurationId("request")
          .to("bean:apiRequestReader?method=read")
          .setBody(constant(ApiAnswer.ok(Map.of())))
          .to("bean:apiAnswerWriter?method=write");
    }
  }

  @BeforeEach
  void nobody_is_signed_in() {
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
    PROVIDER.says(clock, ADMIN);
  }

  @AfterAll
  static void close() {
    PROVIDER.close();
  }

  /** Later it is known for good. */
  @Test
  @Order(1)
  void while_the_provider_is_away_passwords_open_and_it_is_not_asked_at_each_press() {
    assertThat(PROVIDER.asked()).as("by starting").isZero();
    PROVIDER.goesAway();
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = http.get(BEGIN);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("127.0.0.1</span> cannot be reached");
    }
    assertThat(PROVIDER.asked()).isEqualTo(1);
    http.signIn(Http.PASSWORD);
    assertThat(http.get("/").statusCode()).isEqualTo(200);
    PROVIDER.says(clock, ADMIN);
    clock.advance(Duration.ofSeconds(6));
    http = new Http(port);
    assertThat(signIn().statusCode()).isEqualTo(302);
    assertThat(http.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void a_browser_comes_back_from_the_site_of_the_provider_and_goes_by_signing_out() {
    try (Browser browser = Browser.at("http://localhost:" + port)) {
      browser.open("/runs");
      browser.judge("login-provider");
      browser.click(By.cssSelector("a[href='" + BEGIN + "']"));
      browser.shows(By.tagName("h1"), "Runs");
      browser.shows(By.className("who"), "oidc:ada@example.com, admin");
      browser.click(By.cssSelector(".who button"));
      browser.shows(By.cssSelector("[role=status]"), "Signed out");
      browser.open("/runs");
      browser.shows(By.tagName("h1"), "Syncline");
      PROVIDER.says(clock, Map.of("email", "nora@example.com"));
      browser.click(By.cssSelector("a[href='" + BEGIN + "']"));
      browser.shows(By.cssSelector("[role=alert]"), "have no role here");
    }
  }

  @Test
  void a_claim_of_the_token_says_what_somebody_may_do() {
    PROVIDER.says(
        clock,
        Map.of(
            "email", "vera@example.com", "roles", Arrays.asList(null, 7, "x", "syncline-viewer")));
    assertThat(location(signIn())).isEqualTo("http://localhost:" + port + "/");
    assertThat(http.get("/").body())
        .contains(">oidc:vera@example.com<", ">viewer<")
        .doesNotContain("id=\"run-");
    PROVIDER.says(clock, Map.of("email", " ", "roles", "syncline-admin"));
    http = new Http(port);
    signIn();
    assertThat(http.get("/").body()).contains(">oidc:subject-47<", "id=\"run-junglescout\"");
    assertThat(http.get("/actuator/hawtio/").statusCode()).isEqualTo(200);
  }

  @Test
  void what_somebody_does_is_noted_by_their_name() {
    signIn();
    String token = "_csrf=" + Http.csrf(http.get("/").body());
    http.post("/letters/47/close", token + "&reason=gone", FORM);
    assertThat(http.get("/audit").body())
        .containsPattern("(?s)>oidc:ada@example.com<.*/api/dead-letters/47/close");
  }

  @Test
  void who_has_no_role_is_told_so_and_stays_outside() {
    for (Map<String, Object> claims :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("roles", ""),
            Map.<String, Object>of("roles", List.of("admin", "Syncline-Admin")),
            Map.<String, Object>of("roles", "syncline-viewer syncline-admin"),
            Map.<String, Object>of("roles", Map.of("syncline-admin", true)))) {
      PROVIDER.says(clock, claims);
      HttpResponse<String> answer = signIn();
      assertThat(answer.statusCode()).as(claims.toString()).isEqualTo(403);
      assertThat(answer.body()).contains("have no role here").doesNotContain("canary");
      assertThat(http.get("/").statusCode()).isEqualTo(302);
    }
  }

  @Test
  void a_token_that_is_not_for_this_sign_in_opens_nothing() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("aud", "another-client"),
            Map.of("nonce", "another"),
            Map.of("iss", "https://login.example.com"),
            Map.of("exp", Date.from(clock.instant().minusSeconds(120))),
            Map.of("iat", Date.from(clock.instant().plusSeconds(600))),
            Map.of("azp", "another-client"))) {
      PROVIDER.says(clock, with(wrong));
      assertRefused(signIn(), wrong.toString());
    }
    PROVIDER.says(clock, ADMIN);
    PROVIDER.signsByAnotherKey();
    assertRefused(signIn(), "another key");
    PROVIDER.says(clock, ADMIN);
    assertThat(signIn().statusCode()).isEqualTo(302);
  }

  @Test
  void an_answer_that_nobody_asked_for_opens_nothing() {
    String back = back();
    http = new Http(port);
    assertRefused(http.get(back), "of another browser's sign-in");
    back();
    assertRefused(http.get(back), "with the state of another sign-in");
    back();
    assertRefused(
        http.get("/login/oauth2/code/oidc?error=access_denied&state=%0Aforged"), "an error");
  }

  @Test
  void ten_answers_that_open_nothing_shut_the_address_out() {
    for (int i = 0; i < 10; i++) {
      http.get("/login/oauth2/code/oidc?code=made-up&state=made-up");
    }
    assertThat(http.get("/login/oauth2/code/oidc?code=a&state=b").statusCode()).isEqualTo(429);
    assertThat(http.signIn(Http.PASSWORD).statusCode()).isEqualTo(429);
  }

  @Test
  void nothing_that_the_provider_gave_is_shown_or_kept(CapturedOutput output) {
    signIn();
    Canaries canaries = new Canaries(List.of(ProviderStub.SECRET, ProviderStub.ACCESS));
    String pages = http.get("/").body() + http.get("/settings").body() + http.get("/audit").body();
    assertThat(pages).contains("syncline.oidc.client-secret");
    PROVIDER.signsByAnotherKey();
    http = new Http(port);
    pages += signIn().body();
    assertThat(output.toString()).contains("sign-in by provider refused why=invalid_id_token");
    String kept = Canaries.dump(JdbcClient.create(ledger.databases().staging().pool()));
    assertThat(canaries.in(pages + output + kept)).isEmpty();
  }

  private Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(ADMIN);
    all.putAll(more);
    return all;
  }

  private void assertRefused(HttpResponse<String> answer, String what) {
    assertThat(answer.statusCode()).as(what).isEqualTo(401);
    assertThat(answer.body()).as(what).contains("opens nothing").doesNotContain("forged");
    assertThat(http.get("/").statusCode()).as(what).isEqualTo(302);
  }

  /** As a browser does it; answers what it comes back to. */
  private HttpResponse<String> signIn() {
    return http.get(back());
  }

  /** Where the provider sends somebody who began here. */
  private String back() {
    HttpResponse<String> begun = http.get(BEGIN);
    assertThat(begun.headers().allValues("Set-Cookie"))
        .as("no session before a sign-in")
        .noneSatisfy(it -> assertThat(it).contains("JSESSIONID"));
    String toProvider = location(begun);
    assertThat(toProvider).startsWith(PROVIDER.issuer() + "/authorize?");
    String back = location(Http.visit(toProvider));
    assertThat(back).startsWith("http://localhost:" + port + "/login/oauth2/code/oidc?code=");
    return back.substring(("http://localhost:" + port).length());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }
}
