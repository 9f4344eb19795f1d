package io.syncline.clientapi.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A hundred thousand SKUs of a client are turned over page by page, none read for another's. */
@CoreTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkuPagesIT {
  private static final int SKUS = 100_000;
  private static final String MANY =
      """
      INSERT INTO client_sku_cache (client_id, credential_id, sku, market, platform_type, units_30d, revenue_30d, days_of_cover)
      SELECT ?, ?, 'SKU-' || n, '', 'shopify', n %% 1000, n %% 5000 / 10.0, CASE WHEN n %% 3 > 0 THEN n %% 400 END
      FROM generate_series(1, %d) n
      """
          .formatted(SKUS);

  private final UUID client = UUID.randomUUID();
  private final UUID shop = UUID.randomUUID();
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  private JdbcTemplate staging;
  private SkuAnswers skus;
  private RecordAnswers records;

  @BeforeAll
  void manySkus() {
    staging = new JdbcTemplate(databases.staging().pool());
    skus = new SkuAnswers(databases, new Clients(databases));
    records = new RecordAnswers(databases, new Clients(databases));
    staging.update(MANY, client, shop);
    staging.execute("ANALYZE client_sku_cache");
  }

  /** CR-32. */
  @ParameterizedTest
  @ValueSource(strings = {"revenue_30d", "units_30d", "days_of_cover", "sku"})
  void pages_follow_each_other_without_a_gap_along_an_index(String sort) {
    JsonNode first = page(Map.of("sort", sort, "limit", "300"));
    JsonNode second =
        page(Map.of("sort", sort, "limit", "300", "after", first.path("next").asText()));
    JsonNode both = page(Map.of("sort", sort, "limit", "600"));
    assertThat(Stream.concat(names(first), names(second)).toList())
        .isEqualTo(names(both).toList())
        .doesNotHaveDuplicates();

    SkuOrder order = SkuOrder.valueOf(sort.toUpperCase(Locale.ROOT));
    assertThat(plan(order, Map.of())).contains("Index").doesNotContain("Sort", "Seq Scan");
    assertThat(plan(order, Map.of("after", "a place")))
        .as("begins where the page before ended, and reads none of it")
        .contains("Index Cond")
        .doesNotContain("Sort", "Seq Scan", "Filter");
  }

  private String plan(SkuOrder order, Map<String, String> asked) {
    String query =
        order
            .query(request(client, asked))
            .replace(":client", "'" + client + "'")
            .replace(":part", "NULL")
            .replace(":value", "'1'")
            .replace(":credential", "'" + shop + "'")
            .replace(":sku", "'a'")
            .replace(":market", "'m'")
            .replace(":most", "100");
    return String.join("\n", staging.queryForList("EXPLAIN " + query, String.class));
  }

  /** CR-16. */
  @Test
  void records_of_a_type_come_newest_first_along_the_index_of_the_partition() {
    UUID other = UUID.randomUUID();
    List<SyncRecord> stored = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      stored.add(
          SyncRecord.of(
              client,
              shop,
              "orders",
              "o" + i,
              "shopify",
              null,
              "2026-01-01T00:00:" + i + "Z",
              "h" + i,
              "{\"n\": " + i + "}",
              "{}",
              null));
    }
    new WriteBench(databases, template)
        .write(
            Runs.open(ledger),
            Batch.of(ClientStreams.RECORDS, stored, Instant.parse("2026-03-01T10:00:00Z")));
    JsonNode answer =
        (JsonNode) records.records(request(client, Map.of("type", "orders", "limit", "2"))).body();
    assertThat(answer.path("records"))
        .extracting(it -> it.path("data").path("n").asInt())
        .containsExactly(59, 58);
    assertThat(
            ((JsonNode) records.records(request(client, Map.of("type", "customers"))).body())
                .path("records"))
        .isEmpty();
    assertThatThrownBy(() -> records.records(request(other, Map.of("type", "orders"))))
        .isInstanceOf(RequestRefused.class);
    String plan =
        String.join(
            "\n",
            staging.queryForList(
                "EXPLAIN SELECT data FROM \"%s\" WHERE data_type = 'orders' ORDER BY source_updated_at DESC NULLS FIRST LIMIT 5"
                    .formatted(ClientStreams.RECORDS.partition(client).table()),
                String.class));
    assertThat(plan).doesNotContain("client_data ");
  }

  @Test
  void a_part_of_a_sku_and_of_a_record_s_id_is_found_as_it_is_written() {
    assertThat(names(page(Map.of("q", "u-9999", "sort", "sku"))))
        .hasSize(11)
        .startsWith("SKU-9999", "SKU-99990");
    assertThat(names(page(Map.of("q", "%")))).isEmpty();
    UUID other = UUID.randomUUID();
    staging.update(MANY.replace("100000", "1"), other, shop);
    new WriteBench(databases, template)
        .write(
            Runs.open(ledger),
            Batch.of(
                ClientStreams.RECORDS,
                List.of(order(other, "A_1"), order(other, "AB1"), order(other, "c")),
                Instant.parse("2026-03-01T10:00:00Z")));
    JsonNode found =
        (JsonNode)
            records.records(request(other, Map.of("type", "orders", "external_id", "a_"))).body();
    assertThat(found.path("records"))
        .extracting(it -> it.path("external_id").asText())
        .containsExactly("A_1");
    JsonNode types = ((JsonNode) records.counts(request(other, Map.of())).body()).path("types");
    assertThat(types).hasSize(1);
    assertThat(types.at("/0/type").asText()).isEqualTo("orders");
    assertThat(types.at("/0/records").asInt()).isEqualTo(3);
    assertThat(types.at("/0/newest_at").asText()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void one_record_is_found_by_its_id_and_data_is_left_out_when_nobody_asks_for_it() {
    UUID other = UUID.randomUUID();
    staging.update(MANY.replace("100000", "1"), other, shop);
    List<SyncRecord> stored = new ArrayList<>(List.of(order(other, "SKU-1")));
    for (int i = 10; i < 70; i++) {
      stored.add(order(other, "SKU-" + i));
    }
    new WriteBench(databases, template)
        .write(
            Runs.open(ledger),
            Batch.of(ClientStreams.RECORDS, stored, Instant.parse("2026-03-01T10:00:00Z")));
    JsonNode one =
        found(
            other,
            Map.of("type", "orders", "external_id", "SKU-1", "exact", "true", "limit", "50"));
    assertThat(one).extracting(it -> it.path("external_id").asText()).containsExactly("SKU-1");
    assertThat(one.at("/0/data").isObject()).isTrue();
    assertThat(found(other, Map.of("type", "orders", "external_id", "sku-1", "exact", "true")))
        .isEmpty();
    assertThat(found(other, Map.of("type", "orders", "exact", "true"))).isEmpty();
    JsonNode listed =
        found(other, Map.of("type", "orders", "external_id", "SKU-1", "data", "false"));
    assertThat(listed).hasSize(11).allSatisfy(it -> assertThat(it.has("data")).isFalse());
    assertThat(listed.at("/0/metadata").isObject()).isTrue();
    assertThatThrownBy(() -> found(other, Map.of("type", "orders", "data", "no")))
        .isInstanceOf(RequestRefused.class);
  }

  private JsonNode found(UUID of, Map<String, String> asked) {
    return ((JsonNode) records.records(request(of, asked)).body()).path("records");
  }

  private SyncRecord order(UUID of, String id) {
    return SyncRecord.of(
        of, shop, "orders", id, "shopify", null, "2026-01-01T00:00:00Z", id, "{}", "{}", null);
  }

  @Test
  void what_is_no_order_no_place_and_no_client_is_refused() {
    for (Map<String, String> asked :
        List.of(
            Map.of("sort", "revenue_30d; DROP TABLE x"),
            Map.of("after", "nowhere"),
            Map.of("after", "WzEsMiwzLDRd"),
            Map.of("limit", "0"),
            Map.of("limit", "1001"))) {
      assertThatThrownBy(() -> page(asked)).isInstanceOf(RequestRefused.class);
    }
    for (String id : List.of("abc", "' OR 1=1 --", "")) {
      Map<String, String> path = new TreeMap<>(Map.of("id", id));
      assertThatThrownBy(() -> skus.skus(request(path, Map.of())))
          .isInstanceOf(RequestRefused.class);
    }
  }

  private JsonNode page(Map<String, String> query) {
    ApiAnswer answer = skus.skus(request(client, query));
    return (ObjectNode) answer.body();
  }

  private static Stream<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("skus").forEach(it -> names.add(it.path("sku").asText()));
    return names.stream();
  }

  private static ApiRequest request(UUID client, Map<String, String> query) {
    return request(Map.of("id", client.toString()), query);
  }

  private static ApiRequest request(Map<String, String> path, Map<String, String> query) {
    return new ApiRequest(
        "GET",
        "/api/clients/{id}/skus",
        path,
        query,
        Optional.empty(),
        Optional.empty(),
        "test",
        Instant.EPOCH,
        Optional.empty());
  }
}
