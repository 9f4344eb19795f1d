package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.support.SandboxService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** SourceKinds that read the simulators of a whole service, without a run of the pipeline. */
abstract class SandboxSources {
  static final ObjectMapper JSON = new ObjectMapper();
  static SandboxService service;
  ActiveRun run;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.sandbox.close.search-cap=100",
            "--syncline.sandbox.google.reads-per-minute=1000",
            "--syncline.entities.reads-per-minute=1000",
            "--syncline.entities.google.calls-per-second=100",
            "--syncline.entities.google.token-host.calls-per-second=100",
            "--syncline.entities.google.token-host.calls-per-minute=1000",
            "--syncline.entities.close.walk-cap=100",
            "--syncline.entities.close.page=40",
            "--syncline.source.first-delay=10");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void open() {
    service.delete("/sandbox/admin/faults");
    service.delete("/sandbox/admin/requests");
    run = Runs.open(service.bean(RunLedger.class));
  }

  Map<UUID, FeedRead> read(String type, SourceOrder order) {
    return service.bean(SourceKinds.class).of(type).read(order, run);
  }

  FeedRead.Rows readOne(String type, String config, FeedOrder feed) {
    return (FeedRead.Rows) read(type, order(config, feed)).get(feed.id());
  }

  void assertRefused(String type, SourceOrder order, StopReason reason, String words) {
    assertThatThrownBy(() -> read(type, order))
        .isInstanceOfSatisfying(
            SyncFailure.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageContaining(words);
  }

  static SourceOrder order(String config, FeedOrder... feeds) {
    return new SourceOrder(UUID.randomUUID(), "Source", json(config), List.of(feeds));
  }

  static FeedOrder feed(String tabName) {
    return new FeedOrder(
        UUID.randomUUID(), tabName, OptionalLong.empty(), Set.of("name"), Optional.empty(), 0);
  }

  static FeedOrder after(FeedOrder feed, FeedRead.Rows read) {
    return new FeedOrder(
        feed.id(), feed.tabName(), feed.sheetId(), feed.columns(), read.cursor(), 0);
  }

  static void secret(UUID source, String secret) {
    service.bean(StoredSecrets.class).put("entities.source." + source, secret);
  }

  static List<String> ids(FeedRead.Rows read) {
    return StreamSupport.stream(read.rows().spliterator(), false)
        .map(row -> ((Row.OfApi) row).record().id())
        .toList();
  }

  static void fault(String source, String kind, String more) {
    String order = "{\"source\":\"%s\",\"kind\":\"%s\"%s}".formatted(source, kind, more);
    assertThat(service.put("/sandbox/admin/faults", order).status()).isEqualTo(200);
  }

  static int calls(String source, String endpoint) {
    return service.get("/sandbox/admin/requests").body().path(source).path(endpoint).asInt(-1);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
