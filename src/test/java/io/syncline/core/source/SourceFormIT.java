package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is asked of a source arrives at its socket as it was meant. */
@CoreTest
class SourceFormIT {
  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  private final ScriptedServer server = new ScriptedServer();
  private SourceProfile source;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    source =
        new SourceProfile(
            "form-" + UUID.randomUUID(),
            URI.create(server.url() + "/api"),
            true,
            Map::of,
            1_000,
            10_000,
            Allowance.perMonth(1_000),
            Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<String> texts() {
    return Stream.of(
        "{{env:JWT_SECRET}}",
        "{{syncline.source.jitter}}",
        "${header.a} and ${env:PATH}",
        "$simple{body}",
        "'It''s'!A1:ZZZ",
        "a\"b,c;d=e&f+g",
        "a/b?c #d\\e|f^g`h",
        "100%",
        "%7B%7Bx%7D%7D",
        "RAW(x&y)",
        "RAW{x}",
        "\u0000\t\r\n\u007f\u0085",
        "Übersicht 概要 😀",
        " leading and trailing ",
        "...",
        "<script>alert(1)</script>'; DROP TABLE partners; --",
        "x".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void any_text_arrives_as_it_is_in_path_and_query(String text) {
    SourceQuery query = SourceQuery.none().with("ranges", text).with(text, "second");
    SourcePath path = SourcePath.of("v4", text, "values:batchGet");
    client.call(SourceRequest.get(source, path, query.with("ranges", "third")), run);
    String[] target = target().split("\\?");
    assertThat(target).hasSize(2);
    assertThat(decoded(target[0], "/")).containsExactly("", "api", "v4", text, "values:batchGet");
    assertThat(decoded(target[1], "[&=]"))
        .containsExactly("ranges", text, text, "second", "ranges", "third");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void any_text_arrives_as_it_is_in_json_and_forms(String text) {
    server.answers(json("200 OK", "{}"));
    client.call(
        SourceRequest.post(
            source,
            SourcePath.of("data", "search").slash(),
            SourceQuery.none(),
            JsonNodeFactory.instance.objectNode().put("query", text)),
        run);
    client.call(
        SourceRequest.form(source, SourcePath.of("token"), SourceQuery.none().with("a", text)),
        run);
    List<String> sent = server.requests();
    assertThat(sent.get(0)).startsWith("POST /api/data/search/ HTTP/1.1\r\n");
    assertThat(sent.get(0)).contains("application/json").endsWith(asBytes(text));
    assertThat(sent.get(1)).contains("application/x-www-form-urlencoded");
    assertThat(decoded(body(sent.get(1)), "=")).containsExactly("a", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void a_segment_that_would_lead_elsewhere_is_refused(String segment) {
    assertThatThrownBy(() -> SourcePath.of("a", segment, "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_configured_path_is_text_between_its_slashes() {
    assertThat(SourcePath.text("/v1/a b/").encoded()).isEqualTo("/v1/a%20b/");
    assertThat(SourcePath.text("/").encoded()).isEqualTo("/");
    assertThatThrownBy(() -> SourcePath.text("v1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SourcePath.text("/a/../b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/items?cursor=a%3D%3D&flag&n=1+2",
        "?cursor=a%3D%3D&flag&n=1+2",
        "items?cursor=a==&flag=&n=1%202#top",
        "%s/api/items?cursor=a%3D%3D&flag&n=1+2"
      })
  void the_next_page_is_where_the_answer_says(String link) {
    SourceRequest first = SourceRequest.get(source, SourcePath.of("items"), SourceQuery.none());
    client.call(first.following(link.replace("%s", server.url())), run);
    String[] target = target().split("\\?");
    assertThat(target[0]).isEqualTo("/api/items");
    assertThat(decoded(target[1], "[&=]")).containsExactly("cursor", "a==", "flag", "", "n", "1 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.test/api/items",
        "//elsewhere.test/api/items",
        "http://localhost:1/api/items",
        "http://user@localhost/api/items",
        "/apiary/items",
        "/api/../secret",
        "/api/%2e%2e/secret",
        "/api/a%2Fb",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "not a link"
      })
  void a_next_page_elsewhere_is_not_asked_for(String link) {
    SourceRequest first = SourceRequest.get(source, SourcePath.of("items"), SourceQuery.none());
    assertThatThrownBy(() -> first.following(link))
        .hasMessageNotContaining("secret")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_FAILED);
  }

  private String target() {
    String request = server.requests().get(server.requests().size() - 1);
    assertThat(request).matches("(?s)GET [!-~]+ HTTP/1\\.1\r\n.*");
    return request.split(" ")[1];
  }

  private static List<String> decoded(String encoded, String separator) {
    return Stream.of(encoded.split(separator, -1))
        .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
        .toList();
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  /** JSON of the text as it goes over the wire, a character for a byte. */
  private static String asBytes(String text) {
    String json = JsonNodeFactory.instance.objectNode().put("query", text).toString();
    return new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
