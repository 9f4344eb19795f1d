package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.StartupRefused;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks the service on this machine that has the embedded databases, as a viewer. */
record ServiceCalls(CommandEnvironment configuration, Clock clock) {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What it answered. */
  record Answer(int status, JsonNode body) {}

  /**
   * The answer to a GET.
   *
   * @throws StartupRefused where nobody answers there
   */
  Answer get(String path, Map<String, String> query) {
    URI address =
        URI.create(
            "http://127.0.0.1:%s%s?%s"
                .formatted(configuration.property("server.port"), path, text(query)));
    String token =
        Tokens.of(
            configuration.property("syncline.secrets.jwt-secret"),
            "command",
            "viewer",
            clock.instant(),
            Duration.ofMinutes(1));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST)
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      var response =
          HttpClient.newBuilder()
              .connectTimeout(LONGEST)
              .build()
              .send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
    } catch (IOException e) {
      throw new StartupRefused(
          "The service that has the data directory does not answer at port "
              + configuration.property("server.port")
              + ".",
          "Set PORT to the service's own, or stop it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String text(Map<String, String> query) {
    return query.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
