package io.syncline.core.source;

import static io.syncline.support.ScriptedServer.begin;
import static io.syncline.support.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.ScriptedServer;
import io.syncline.support.ScriptedServer.Script;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** A file that an answer names lies at somebody else's: nothing of ours goes there. */
@CoreTest
class SourceFileIT {
  private static final int PART = 16 << 20;
  private static final int PARTS = 128;

  @Autowired private SourceClient client;
  @Autowired private RunLedger ledger;
  private final ScriptedServer server = new ScriptedServer();
  private SourceProfile source;
  private ActiveRun run;

  @BeforeEach
  void open() {
    run = Runs.open(ledger);
    source = profile(URI.create(server.url() + "/api"), true).largest(DataSize.ofKilobytes(200));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_file_is_read_line_by_line_without_our_identity_and_with_its_signature() {
    server.answers(text("one\ntwo\n"));
    assertThat(lines(server.url() + "/files/a%2Fb.jsonl?sig=a%2Fb%2Bc%3D%3D&e=1").value())
        .hasValue(List.of("one", "two"));
    assertThat(server.requests().get(0))
        .startsWith("GET /files/a%2Fb.jsonl?sig=a%2Fb%2Bc%3D%3D&e=1 HTTP")
        .doesNotContain("canary", "Authorization", "X-Token");
  }

  @Test
  void a_file_that_is_packed_itself_is_unpacked() {
    server.answers(bytes(packed("one\ntwo\n".getBytes(StandardCharsets.UTF_8))));
    assertThat(read(request(server.url() + "/f.gz"), true).value()).hasValue(List.of("one", "two"));
  }

  @Test
  void what_is_packed_a_hundred_times_or_larger_than_allowed_is_left() {
    server.answers(bytes(packed(new byte[150_000])));
    assertThatThrownBy(() -> read(request(server.url() + "/f.gz"), true))
        .hasMessageContaining("packed more than 100 times");
    assertThat(server.requests()).hasSize(1);
    server.answers(text("a line that is there again and again\n".repeat(10_000)));
    assertThatThrownBy(() -> lines(server.url() + "/f"))
        .hasMessageContaining("more than 204800 bytes");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void a_file_that_says_it_is_larger_than_allowed_is_left_before_it_is_read() {
    server.answers(
        out -> {
          begin(out, "200 OK", "Content-Length: " + (2L << 30));
          out.write(new byte[1_000]);
        });
    assertThatThrownBy(() -> lines(server.url() + "/f")).isInstanceOf(TransientFailure.class);
    assertThat(server.requests()).hasSize(1);
  }

  /** Its next part is not sent before the one before is read: who waits for all of it gets none. */
  @Test
  void a_file_of_two_gigabytes_is_read_while_it_comes() {
    source = source.largest(DataSize.ofGigabytes(4));
    Semaphore ahead = new Semaphore(2);
    server.answers(
        out -> {
          begin(out, "200 OK");
          byte[] part = "0123456789abcde\n".repeat(PART / 16).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < PARTS; i++) {
            ahead.acquireUninterruptibly();
            out.write(part);
          }
        });
    Streamed<Long> read =
        client.read(request(server.url() + "/f"), run, false, body -> count(body, ahead));
    assertThat(read.value()).hasValue(2L << 30);
    assertThat(server.requests()).hasSize(1);
  }

  private static long count(InputStream body, Semaphore ahead) throws IOException {
    long all = 0;
    byte[] some = new byte[64 * 1_024];
    for (int read = body.read(some); read >= 0; read = body.read(some)) {
      ahead.release((int) ((all + read) / PART - all / PART));
      all += read;
    }
    return all;
  }

  @Test
  void a_file_that_breaks_off_is_read_again_from_its_beginning() {
    server.answers(
        out -> {
          begin(out, "200 OK", "Content-Length: 100");
          out.write("one\n".getBytes(StandardCharsets.UTF_8));
        },
        text("one\ntwo\n"));
    assertThat(lines(server.url() + "/f").value()).hasValue(List.of("one", "two"));
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404, 410})
  void a_link_that_is_dead_or_leads_on_is_for_the_caller_to_ask_anew(int status) {
    server.answers(json(status + " No", "{}", "Location: " + server.url() + "/elsewhere"));
    Streamed<List<String>> dead = lines(server.url() + "/f");
    assertThat(dead.answer().status()).isEqualTo(status);
    assertThat(dead.value()).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://files.example/f",
        "http://127.0.0.1/f",
        "ftp://files.example/f",
        "/f",
        "no link",
        "https://user@files.example/f",
        "https:///f",
        "file:///etc/passwd",
        ""
      })
  void no_other_link_is_followed(String link) {
    assertThatThrownBy(() -> lines(link))
        .isInstanceOf(TerminalFailure.class)
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1/f", "https://[::1]/f", "https://169.254.169.254/f"})
  void a_link_into_our_network_is_refused_where_it_would_connect(String link) {
    assertThatThrownBy(() -> lines(link)).hasMessageContaining("UnknownHostException");
  }

  @Test
  void where_nobody_set_the_source_s_url_its_own_host_is_no_exception() {
    SourceProfile vendor = profile(URI.create("https://shop.example/api"), false);
    assertThatThrownBy(() -> SourceRequest.file(vendor, server.url() + "/f"))
        .isInstanceOf(TerminalFailure.class)
        .hasMessageNotContaining(server.url());
  }

  private static SourceProfile profile(URI url, boolean overridden) {
    return new SourceProfile(
        "files-" + UUID.randomUUID(),
        url,
        overridden,
        () -> Map.of("Authorization", "canary", "X-Token", "canary"),
        1_000,
        10_000,
        Allowance.unlimited(),
        Duration.ofSeconds(60));
  }

  private Streamed<List<String>> lines(String link) {
    return read(request(link), false);
  }

  private SourceRequest request(String link) {
    return SourceRequest.file(source, link);
  }

  private Streamed<List<String>> read(SourceRequest request, boolean isPacked) {
    return client.read(request, run, isPacked, SourceFileIT::allLines);
  }

  private static List<String> allLines(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)).lines().toList();
  }

  private static Script text(String body) {
    return bytes(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Script bytes(byte[] body) {
    return out -> {
      begin(out, "200 OK", "Content-Length: " + body.length);
      out.write(body);
    };
  }

  private static byte[] packed(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packing = new GZIPOutputStream(bytes)) {
      packing.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
