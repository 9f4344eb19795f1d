package io.syncline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.sandbox.discord.DiscordController;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.junglescout.JungleScoutController;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ActiveProfiles;

/** The same over a real socket, where media types, brackets and chunks are the server's matter. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    classes = {
      SandboxConfiguration.class,
      JungleScoutController.class,
      DiscordController.class,
      SandboxAdminController.class,
      SandboxServedTest.Time.class
    })
@ImportAutoConfiguration({
  ServletWebServerFactoryAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class
})
@ActiveProfiles("sandbox")
final class SandboxServedTest {

  /** The application's clock is not among these classes. */
  @TestConfiguration
  static class Time {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final SandboxJson json = new SandboxJson();

  @LocalServerPort private int port;
  @Autowired private SandboxCatalogue catalogue;

  @Test
  void lookup_ignores_the_accepted_media_type_and_names_its_own() throws Exception {
    HttpResponse<String> answer = lookUp();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
    assertThat(json.read(answer.body()).orElseThrow().at("/links/next").asText())
        .startsWith("http://localhost:" + port + Sandbox.LOOKUP);
  }

  @Test
  void dripping_answer_arrives_whole() throws Exception {
    String whole = lookUp().body();
    fault("{\"source\":\"junglescout\",\"kind\":\"DRIP\",\"delay_ms\":20,\"count\":1}");
    HttpResponse<String> answer = lookUp();
    assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
    assertThat(answer.body()).isEqualTo(whole);
  }

  @Test
  void webhook_and_admin_answers_leave_the_server() throws Exception {
    HttpResponse<String> answer =
        send(
            request(Sandbox.WEBHOOK + "?wait=true")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"content\":\"hello\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(send(request("/sandbox/discord/messages")).body()).contains(answer.body());
    assertThat(send(request("/sandbox/admin/requests")).body()).contains("\"webhooks\":1");
    assertThat(fault("{}").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> lookUp() throws IOException, InterruptedException {
    List<String> asked = catalogue.asins().subList(0, 20);
    return send(
        request(Sandbox.LOOKUP + "?marketplace=us&page%5Bsize%5D=5")
            .header("Authorization", Sandbox.KEY)
            .header("Accept", "application/vnd.junglescout.v1+json")
            .header("Content-Type", "application/vnd.api+json")
            .POST(BodyPublishers.ofString(new Sandbox().lookUpBody(asked))));
  }

  private HttpResponse<String> fault(String order) throws IOException, InterruptedException {
    return send(request("/sandbox/admin/faults").PUT(BodyPublishers.ofString(order)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
