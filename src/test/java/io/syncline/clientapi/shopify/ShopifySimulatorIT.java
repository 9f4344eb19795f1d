package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.Postponed;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.SandboxService;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against shops that execute GraphQL on the vendor's schema. */
class ShopifySimulatorIT {
  private static SandboxService service;

  private final ShopifyMapper mapper = new ShopifyMapper();
  private final Credential credential = credential();
  private Shopify shopify;
  private ActiveRun run;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.clientapi.shopify.base-url=http://localhost:${server.port}/sandbox/shopify/{shop}",
            "--syncline.clientapi.shopify.page=20",
            "--syncline.clientapi.shopify.nested=1",
            "--syncline.clientapi.shopify.levels=7",
            "--syncline.clientapi.shopify.bulk-page=9",
            "--syncline.sandbox.shopify.bucket=20000",
            "--syncline.sandbox.shopify.restore-rate=20000",
            "--syncline.sandbox.shopify.bulk-time=100ms");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** CR-06, CR-07, CR-08, CR-09. */
  @ParameterizedTest
  @EnumSource(ShopifyType.class)
  void what_a_bulk_operation_brings_is_what_pages_bring(ShopifyType type) {
    open();
    Map<String, JsonNode> whole = new TreeMap<>();
    Position end = readAll(Reading.changes(type.word()), whole);
    Map<String, JsonNode> paged = new TreeMap<>();
    readAll(Reading.window(type.word(), Instant.EPOCH, Optional.empty()), paged);
    assertThat(whole).hasSizeGreaterThan(20).isEqualTo(paged);
    assertThat(end.value().has("mark")).isTrue();
    assertThat(end.value().has("paged")).as("the operation was completed").isFalse();
    assertThat(run.errors().total()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ShopifyType.class)
  void a_listing_of_ids_has_all_that_a_bulk_operation_brings(ShopifyType type) {
    open();
    Map<String, JsonNode> whole = new TreeMap<>();
    readAll(Reading.changes(type.word()), whole);
    Map<String, JsonNode> listed = new TreeMap<>();
    readAll(Reading.ids(type.word()), listed);
    assertThat(listed.keySet()).hasSizeGreaterThan(20).isEqualTo(whole.keySet());
  }

  @Test
  void the_shop_is_who_it_should_be_and_lets_everything_be_read() {
    open();
    assertThat(shopify.test(credential, run).refused()).isEmpty();
  }

  private void open() {
    shopify = service.bean(Shopify.class);
    run = Runs.open(service.bean(RunLedger.class));
  }

  private Position readAll(Reading reading, Map<String, JsonNode> records) {
    Position at = Position.FIRST;
    for (int step = 0; step < 1_000; step++) {
      Optional<Fetched> page = next(reading, at);
      if (page.isPresent()) {
        page.get().records().forEach(it -> records.put(id(reading, it), it));
        at = page.get().position();
        if (page.get().isLast()) {
          return at;
        }
      }
    }
    throw new AssertionError("it does not end: " + at);
  }

  private String id(Reading reading, JsonNode record) {
    return mapper.map(credential, reading.type(), record).externalId();
  }

  /** Empty: it was put off, and the time has come. */
  private Optional<Fetched> next(Reading reading, Position at) {
    try {
      return Optional.of(shopify.next(credential, reading, at, run));
    } catch (Postponed off) {
      await().until(() -> service.bean(Clock.class).instant().isAfter(off.until()));
      return Optional.empty();
    }
  }

  private static Credential credential() {
    return new Credential(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "shopify",
        "main",
        "static_token",
        "bulk-and-pages.myshopify.com",
        JsonNodeFactory.instance.objectNode(),
        24,
        name ->
            name.equals(Credential.ACCESS_TOKEN)
                ? Optional.of("shpat_bulk-and-pages")
                : Optional.empty());
  }
}
