package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.api.Ledger;
import io.syncline.api.WebTest;
import io.syncline.core.database.Databases;
import io.syncline.support.Canaries;
import io.syncline.support.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may sign in to the console, and what a viewer may do there. */
@WebTest
class UsersIT {
  private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};
  private static final String SESSION = "JSESSIONID";

  @LocalServerPort private int port;
  @Autowired private Ledger ledger;
  @Autowired private Databases databases;
  @Autowired private SettableClock clock;
  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;
  private Http http;

  @BeforeEach
  void forget_earlier_failures() {
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
  }

  @Test
  void each_user_signs_in_by_the_own_password_and_has_the_own_role() {
    assertThat(signedIn("vera", Http.USERS_PASSWORD)).contains(">vera<", ">viewer<");
    assertThat(signedIn("ada", Http.USERS_PASSWORD)).contains(">ada<", "id=\"run-junglescout\"");
    assertThat(signedIn("admin", Http.PASSWORD)).contains("id=\"run-junglescout\"");
  }

  @Test
  void nobody_signs_in_by_anything_else() {
    for (List<String> wrong :
        List.of(
            List.of("vera", Http.PASSWORD),
            List.of("admin", Http.USERS_PASSWORD),
            List.of("Vera", Http.USERS_PASSWORD),
            List.of("nobody", Http.USERS_PASSWORD),
            List.of("vera", ""))) {
      assertThat(location(http.signIn(wrong.get(0), wrong.get(1))))
          .as(wrong.toString())
          .endsWith("/login?error");
    }
  }

  @Test
  void wrong_passwords_of_any_name_are_counted_together() {
    for (int i = 0; i < 10; i++) {
      http.signIn("nobody" + i, "wrong");
    }
    HttpResponse<String> blocked = http.signIn("vera", Http.USERS_PASSWORD);
    assertThat(blocked.statusCode()).isEqualTo(429);
    assertThat(blocked.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void the_session_is_another_one_after_signing_in_and_none_after_signing_out() {
    http.signIn("vera", Http.USERS_PASSWORD);
    String before = http.cookie(SESSION);
    http.signIn("ada", Http.USERS_PASSWORD);
    String session = http.cookie(SESSION);
    assertThat(session).isNotEmpty().isNotEqualTo(before);
    assertThat(new Http(port).get("/", "Cookie", SESSION + "=" + before).statusCode())
        .isEqualTo(302);
    String page = http.get("/").body();
    assertThat(location(http.post("/logout", "_csrf=" + Http.csrf(page), FORM)))
        .endsWith("/login?out");
    assertThat(new Http(port).get("/", "Cookie", SESSION + "=" + session).statusCode())
        .isEqualTo(302);
  }

  @Test
  void an_open_page_does_not_keep_a_session() {
    signedIn("vera", Http.USERS_PASSWORD);
    for (int minutes = 0; minutes < 30; minutes += 10) {
      assertThat(live("/board").statusCode()).isEqualTo(200);
      assertThat(http.firstLine("/events", ":")).isEqualTo(":open");
      clock.advance(Duration.ofMinutes(10));
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(http.get("/events", "Accept", "text/event-stream").statusCode()).isEqualTo(401);
    HttpResponse<String> over = live("/board");
    assertThat(over.statusCode()).isEqualTo(401);
    assertThat(over.headers().firstValue("HX-Redirect")).contains("/login");
    assertThat(http.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void what_somebody_does_keeps_a_session_but_no_longer_than_a_day_of_work() {
    signedIn("vera", Http.USERS_PASSWORD);
    for (int minutes = 0; minutes < 12 * 60; minutes += 24) {
      assertThat(http.get("/").statusCode()).as(minutes + " min").isEqualTo(200);
      clock.advance(Duration.ofMinutes(24));
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(http.get("/").statusCode()).isEqualTo(302);
    assertThat(signedIn("vera", Http.USERS_PASSWORD)).contains(">vera<");
  }

  @Test
  void nobody_has_a_session_who_is_not_signed_in() {
    for (String path : List.of("/login", "/", "/runs?pipeline=stockx", "/actuator/hawtio/")) {
      assertThat(cookies(http.get(path))).as(path).doesNotContain(SESSION);
    }
    assertThat(cookies(live("/board"))).doesNotContain(SESSION);
    assertThat(cookies(http.signIn("vera", "wrong"))).doesNotContain(SESSION);
    assertThat(cookies(http.post("/login", "username=vera&password=x", FORM)))
        .as("without the token of the page")
        .doesNotContain(SESSION);
    assertThat(http.cookie(SESSION)).isEmpty();
  }

  @Test
  void signing_in_leads_to_the_page_that_was_asked_for() {
    http.get("/runs?pipeline=stockx");
    assertThat(location(http.signIn("vera", Http.USERS_PASSWORD)))
        .endsWith("/runs?pipeline=stockx");
    assertThat(http.get("/runs?pipeline=stockx").statusCode()).isEqualTo(200);
    assertThat(location(http.signIn("vera", Http.USERS_PASSWORD)))
        .as("it was shown")
        .isEqualTo("http://localhost:" + port + "/");
  }

  @Test
  void a_password_is_not_taken_from_a_page_of_somebody_else() {
    http.get("/login");
    HttpResponse<String> forged =
        http.post("/login", "username=vera&password=" + Http.USERS_PASSWORD, FORM);
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(http.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void a_viewer_sees_no_button_but_the_one_that_signs_out() {
    ledger.run("junglescout", "completed", clock.instant(), false);
    String page = signedIn("vera", Http.USERS_PASSWORD);
    assertThat(page).contains("data-word=\"junglescout\"").doesNotContain("id=\"run-");
    assertThat(page.split("<form", -1)).hasSize(2);
    assertThat(page).contains("action=\"/logout\"").doesNotContain("/actuator/hawtio");
    for (String path : List.of("/actuator/hawtio/", "/actuator/jolokia", "/actuator/prometheus")) {
      assertThat(http.get(path).statusCode()).as(path).isEqualTo(403);
    }
    for (String type : List.of("google_sheet", "close", "rest")) {
      assertThat(location(http.get("/feeds/new?type=" + type))).endsWith("/feeds");
    }
    assertThat(location(http.get("/pipelines/stockx/new"))).endsWith("/runs?pipeline=stockx");
  }

  /** Pages that come later are walked as well. */
  @Test
  void no_post_of_the_console_is_open_to_a_viewer() {
    ledger.run("junglescout", "completed", clock.instant(), false);
    String page = signedIn("vera", Http.USERS_PASSWORD);
    String token = "_csrf=" + Http.csrf(page);
    String before = dump();
    List<String> posts = posts();
    assertThat(posts).contains("/pipelines/{word}/run");
    for (String path : posts) {
      HttpResponse<String> answer = http.post(somewhere(path), token, FORM);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(Http.json(answer).path("code").asText()).as(path).isEqualTo("FORBIDDEN");
    }
    assertThat(dump()).isEqualTo(before);
  }

  /** Nothing is behind them here, so none does anything. */
  @Test
  void the_same_posts_are_open_to_an_admin() {
    String token = "_csrf=" + Http.csrf(signedIn("ada", Http.USERS_PASSWORD));
    for (String path : posts()) {
      assertThat(http.post(somewhere(path), token, FORM).statusCode()).as(path).isNotEqualTo(403);
    }
  }

  @Test
  void without_a_provider_nothing_leads_to_one() {
    HttpResponse<String> login = http.get("/login");
    assertThat(login.body()).doesNotContain("oauth2");
    assertThat(http.get("/oauth2/authorization/oidc").statusCode()).isEqualTo(401);
    assertThat(http.get("/login/oauth2/code/oidc?code=a&state=b").statusCode()).isEqualTo(401);
    assertThat(http.signIn("vera", Http.USERS_PASSWORD).headers().allValues("Set-Cookie"))
        .anySatisfy(it -> assertThat(it).contains(SESSION, "HttpOnly", "SameSite=Strict"));
  }

  private List<String> posts() {
    return requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
        .filter(it -> it.getValue().getBeanType().getPackage().equals(Shell.class.getPackage()))
        .map(Map.Entry::getKey)
        .filter(isRead().negate())
        .flatMap(it -> it.getPatternValues().stream())
        .sorted()
        .toList();
  }

  private static Predicate<RequestMappingInfo> isRead() {
    return it -> it.getMethodsCondition().getMethods().equals(Set.of(RequestMethod.GET));
  }

  private static String somewhere(String path) {
    return path.replace("{word}", "junglescout")
        .replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
  }

  private String dump() {
    return Stream.of(databases.staging(), databases.production())
        .map(it -> Canaries.dump(JdbcClient.create(it.pool())))
        .toList()
        .toString();
  }

  private String signedIn(String name, String password) {
    http = new Http(port);
    http.signIn(name, password);
    HttpResponse<String> page = http.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }

  /** A part of a page that is open asks for itself. */
  private HttpResponse<String> live(String path) {
    return http.get(path, "HX-Request", "true");
  }

  private static String cookies(HttpResponse<String> answer) {
    return String.join(" ", answer.headers().allValues("Set-Cookie"));
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }
}
