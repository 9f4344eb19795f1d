package io.syncline.clientapi.sku;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.WriteBench;
import io.syncline.support.CoreTest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What records of both platforms say of SKUs, computed in the database and copied to production.
 */
@CoreTest
class SkuAnalysisIT {
  private static final String ORDER =
      """
      {"processedAt": "%s", "test": %s, "lineItems": {"nodes": [
        {"sku": %s, "currentQuantity": %d, "discountedTotalSet": {"shopMoney": {"amount": "%s", "currencyCode": "USD"}}},
        {"sku": null, "currentQuantity": 5, "discountedTotalSet": {"shopMoney": {"amount": "9.00", "currencyCode": "USD"}}}]}}
      """;

  private final UUID client = UUID.randomUUID();
  private final UUID shop = UUID.randomUUID();
  private final List<SyncRecord> records = new ArrayList<>();
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Clock clock;
  private WriteBench bench;
  private ActiveRun run;

  @BeforeEach
  void aRun() {
    bench = new WriteBench(databases, template);
    run = Runs.open(ledger);
  }

  @Test
  void cr_31_units_and_revenue_are_those_of_the_orders_by_window() {
    order("1", 2, "\"TEE\"", 2, "20.00", false);
    order("2", 20, "\"TEE\"", 1, "10.50", false);
    order("3", 80, "\"TEE\"", 4, "44.00", false);
    order("4", 95, "\"TEE\"", 100, "1000.00", false);
    order("5", 1, "\"TEE\"", 100, "1000.00", true); // a test order
    order("6", 1, "\"tee \"", 1, "5.00", false);
    store();

    analyze();

    assertThat(skus(databases.staging()))
        .containsExactly(
            "TEE  USD units 2/3/7 revenue 20.00/30.50/74.50 stock null cover null",
            "tee   USD units 1/1/1 revenue 5.00/5.00/5.00 stock null cover null")
        .isEqualTo(skus(databases.production()));
    assertThat(bench.states(run)).containsOnly("applied");
  }

  @Test
  void stock_is_what_is_available_over_active_locations_and_cover_follows_from_it() {
    order("1", 2, "\"TEE\"", 3, "30.00", false);
    level("a", "TEE", 7, true);
    level("b", "TEE", 5, true);
    level("c", "TEE", 90, false);
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly("TEE  USD units 3/3/3 revenue 30.00/30.00/30.00 stock 12 cover 120.0");
  }

  @Test
  void amazon_is_counted_by_market_and_pending_orders_by_price_or_not_at_all() {
    record(
        "amazon",
        "orders",
        "111",
        """
        {"createdTime": "%s", "salesChannel": {"marketplaceId": "US1"}, "orderItems": [
          {"quantityOrdered": 2, "product": {"sellerSku": "B 5/R"}, "proceeds": {"proceedsTotal": {"amount": "43.18", "currencyCode": "USD"}}}]}"""
            .formatted(ago(3)));
    record(
        "amazon",
        "orders",
        "112",
        """
        {"createdTime": "%s", "salesChannel": {"marketplaceId": "US1"}, "orderItems": [
          {"quantityOrdered": 3, "product": {"sellerSku": "B 5/R", "price": {"unitPrice": {"amount": "19.99", "currencyCode": "USD"}}}}]}"""
            .formatted(ago(3)));
    record(
        "amazon",
        "orders",
        "113",
        """
        {"createdTime": "%s", "salesChannel": {"marketplaceId": "UK1"}, "orderItems": [
          {"quantityOrdered": 1, "product": {"sellerSku": "B 5/R"}}]}"""
            .formatted(ago(3)));
    record(
        "amazon",
        "inventory",
        "B 5/R|X1@US1",
        "{\"sellerSku\": \"B 5/R\", \"inventoryDetails\": {\"fulfillableQuantity\": 12}}");
    record(
        "amazon",
        "inventory",
        "B 5/R@US1#MFN",
        "{\"sku\": \"B 5/R\", \"fulfillmentAvailability\": [{\"fulfillmentChannelCode\": \"DEFAULT\", \"quantity\": 3}]}");
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly(
            "B 5/R UK1 null units 1/1/1 revenue 0/0/0 stock null cover null",
            "B 5/R US1 USD units 5/5/5 revenue 103.15/103.15/103.15 stock 15 cover 90.0");
  }

  @Test
  void what_a_seller_stored_itself_counts_no_more_once_amazon_stores_it() {
    record(
        "amazon",
        "inventory",
        "B|X1@US1",
        "{\"sellerSku\": \"B\", \"inventoryDetails\": {\"fulfillableQuantity\": 12}}");
    for (String sku : List.of("B", "C")) {
      record(
          "amazon",
          "inventory",
          sku + "@US1#MFN",
          "{\"sku\": \"%s\", \"fulfillmentAvailability\": [{\"fulfillmentChannelCode\": \"DEFAULT\", \"quantity\": 3}]}"
              .formatted(sku));
    }
    record(
        "amazon",
        "products",
        "B@US1",
        "{\"sku\": \"B\", \"fulfillmentAvailability\": [{\"fulfillmentChannelCode\": \"AMAZON_NA\"}]}");
    record("amazon", "products", "C@US1", "{\"sku\": \"C\", \"fulfillmentAvailability\": []}");
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly(
            "B US1 null units 0/0/0 revenue 0/0/0 stock 12 cover null",
            "C US1 null units 0/0/0 revenue 0/0/0 stock 3 cover null");
  }

  @Test
  void a_second_analysis_writes_nothing_and_what_is_gone_goes_from_both_databases() {
    order("1", 2, "\"TEE\"", 2, "20.00", false);
    order("2", 2, "\"CAP\"", 2, "20.00", false);
    store();
    analyze();
    ActiveRun again = Runs.open(ledger);
    analyze(again);
    assertThat(bench.counts(again)).isEqualTo(new RunCounts(2, 0, 0, 2, 0, 0, 0));

    bench.staging.update(
        "UPDATE client_data SET deleted_at = now() WHERE client_id = ? AND external_id = '2'",
        client);
    analyze(Runs.open(ledger));
    assertThat(skus(databases.staging())).singleElement().asString().startsWith("TEE");
    assertThat(skus(databases.production())).isEqualTo(skus(databases.staging()));
  }

  @Test
  void stock_that_is_gone_is_none() {
    for (String number : List.of("X1", "X2")) {
      record(
          "amazon",
          "inventory",
          "B|" + number + "@US1",
          "{\"sellerSku\": \"B\", \"inventoryDetails\": {\"fulfillableQuantity\": 12}}");
    }
    store();
    bench.staging.update(
        "UPDATE client_data SET deleted_at = now() WHERE client_id = ? AND external_id = 'B|X2@US1'",
        client);
    analyze();
    assertThat(skus(databases.production())).singleElement().asString().contains("stock 12");
  }

  @Test
  void what_is_no_number_and_no_time_costs_itself_only() {
    order("1", 2, "\"TEE\"", 2, "20.00", false);
    record(
        "shopify",
        "orders",
        "2",
        "{\"processedAt\": \"yesterday\", \"lineItems\": {\"nodes\": 7}}");
    record(
        "shopify",
        "orders",
        "3",
        "{\"processedAt\": \"%s\", \"lineItems\": [{\"sku\": \"TEE\", \"currentQuantity\": \"two\"}, 5, null]}"
            .formatted(ago(1)));
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly("TEE  USD units 2/2/2 revenue 20.00/20.00/20.00 stock null cover null");
    assertThat(run.errors().total()).isZero();
  }

  @Test
  void a_moment_that_no_calendar_has_and_a_number_that_no_column_takes_cost_themselves_only() {
    order("1", 2, "\"TEE\"", 2, "20.00", false);
    for (String moment :
        List.of(
            "2026-02-30T10:00:00Z",
            "2025-02-29T10:00:00Z",
            "0000-00-00T00:00:00Z",
            "2026-01-02T99:99:99Z",
            "2026-13-02T10:00:00Z",
            "2026-00-02T10:00:00+00:00",
            "2026-01-00T10:00:00Z",
            "2026-01-32T10:00:00Z",
            "2026-01-02T24:00:00Z",
            "2026-01-02T10:60:00Z",
            "2026-01-02T10:00:60Z",
            "2026-01-02T10:00:00Z+00:00",
            "2026/01/02 10:00:00",
            "2026-01-02T10:00:00+99:00")) {
      soldAt(moment);
    }
    record(
        "amazon",
        "inventory",
        "CAP|X1@US1",
        "{\"sellerSku\": \"CAP\", \"inventoryDetails\": {\"fulfillableQuantity\": -3000000000}}");
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly(
            "CAP US1 null units 0/0/0 revenue 0/0/0 stock -2147483648 cover null",
            "TEE  USD units 2/2/2 revenue 20.00/20.00/20.00 stock null cover null");
  }

  @Test
  void a_moment_counts_in_each_form_that_vendors_write() {
    String day = ago(1).substring(0, 10);
    for (String moment :
        List.of(
            day + "T10:00:00Z",
            day + "T10:00:00.000Z",
            day + "T10:00:00+00:00",
            day + "T10:00:00+02:00",
            day + "T10:00:00-00:30")) {
      soldAt(moment);
    }
    store();
    analyze();
    assertThat(skus(databases.production()))
        .containsExactly("TEE  null units 10/10/10 revenue 0/0/0 stock null cover null");
    assertThat(
            bench.production.queryForObject(
                "SELECT last_sale_at AT TIME ZONE 'UTC' FROM client_sku_cache WHERE client_id = ?",
                LocalDateTime.class,
                client))
        .isEqualTo(day + "T10:30:00");
  }

  @Test
  void an_analysis_that_takes_too_long_is_an_error_of_its_client_and_the_run_goes_on() {
    order("1", 2, "\"TEE\"", 2, "20.00", false);
    store();
    bench.staging.execute(
        """
        CREATE FUNCTION test_slow() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RAISE EXCEPTION ''too long'' USING ERRCODE = ''57014''; END';
        CREATE TRIGGER test_slow BEFORE INSERT ON client_sku_cache FOR EACH ROW EXECUTE FUNCTION test_slow();
        """);
    try {
      assertThat(analyze(run).getException()).isNull();
    } finally {
      bench.staging.execute("DROP FUNCTION test_slow CASCADE");
    }
    assertThat(skus(databases.staging())).isEmpty();
    assertThat(run.errors().total()).isEqualTo(1);
  }

  @Test
  void a_client_without_a_record_has_no_sku_and_is_no_error() {
    analyze();
    assertThat(skus(databases.staging())).isEmpty();
    assertThat(run.errors().total()).isZero();
  }

  private void order(String id, int daysAgo, String sku, int units, String total, boolean isTest) {
    record("shopify", "orders", id, ORDER.formatted(ago(daysAgo), isTest, sku, units, total));
  }

  private void soldAt(String moment) {
    record(
        "shopify",
        "orders",
        moment,
        "{\"processedAt\": \"%s\", \"lineItems\": [{\"sku\": \"TEE\", \"currentQuantity\": 2}]}"
            .formatted(moment));
  }

  private void level(String location, String sku, int available, boolean isActive) {
    record(
        "shopify",
        "inventory",
        "1@" + location,
        """
        {"isActive": %s, "item": {"sku": "%s"}, "quantities": [
          {"name": "available", "quantity": %d}, {"name": "on_hand", "quantity": 500}]}"""
            .formatted(isActive, sku, available));
  }

  private void record(String platform, String type, String id, String data) {
    records.add(
        SyncRecord.of(client, shop, type, id, platform, null, null, "h" + id, data, "{}", null));
  }

  private String ago(int days) {
    return clock.instant().minus(Duration.ofDays(days)).toString();
  }

  private void store() {
    bench.write(run, Batch.of(ClientStreams.RECORDS, records, WriteBench.STAMP));
  }

  private void analyze() {
    analyze(run);
  }

  private Exchange analyze(ActiveRun in) {
    return template.send(
        "direct:core.compose",
        exchange -> {
          exchange.getMessage().setBody(new SkuComposition(client, (it, skus) -> {}));
          exchange.setVariable("run", in);
        });
  }

  private List<String> skus(Database database) {
    return new JdbcTemplate(database.pool())
        .queryForList(
            """
            SELECT sku || ' ' || market || ' ' || coalesce(currency, 'null') || ' units ' || units_7d || '/' || units_30d || '/'
                   || units_90d || ' revenue ' || revenue_7d || '/' || revenue_30d || '/' || revenue_90d
                   || ' stock ' || coalesce(stock::text, 'null') || ' cover ' || coalesce(days_of_cover::text, 'null')
            FROM client_sku_cache WHERE client_id = ? ORDER BY sku COLLATE "C", market
            """,
            String.class,
            client);
  }
}
