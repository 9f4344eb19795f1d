package io.syncline.junglescout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.junglescout.FakeVendors.Call;
import io.syncline.junglescout.FakeVendors.Reply;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A source whose few bytes would be hundreds of megabytes, and a service with little memory. */
class HostileValuesIT {
  private static final int PRODUCTS = 50;
  private static final String WIDE = "[" + "1e131000,".repeat(1_500) + "0]";

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  private final FakeVendors vendors = new FakeVendors();

  @Test
  void a_small_service_survives_hostile_values_in_a_dry_run_a_run_and_the_relay() {
    vendors.products(HostileValuesIT::products);
    vendors.sales(this::sales);
    try (ServiceProcess service = ServiceProcess.serve("256m", properties())) {
      for (int i = 0; i < PRODUCTS; i++) {
        staging.update("INSERT INTO dev_az_product (asin) VALUES (?)", asin(i));
      }
      run(service, "&dry_run=true");
      assertThat(count(staging, "dev_az_jungle_scout_product_data")).isZero();
      Postgres.takeDown(pair.production());
      run(service, "");
      Postgres.bringUp(pair.production());
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> count(staging, "run_batches WHERE state = 'pending'") == 0);
      assertThat(count(production, "prod_az_jungle_scout_product_data")).isEqualTo(PRODUCTS);
      assertThat(count(production, "prod_az_jungle_scout_sales_estimate_data"))
          .isEqualTo(2 * PRODUCTS);
      run(service, "&dry_run=true");
      assertThat(service.endsWithin(Duration.ZERO)).as(service.text()).isFalse();
      assertThat(service.text()).doesNotContain("OutOfMemory");
    } finally {
      Postgres.bringUp(pair.production());
    }
    assertThat(count(staging, "sync_dead_letters WHERE kind = 'parse'")).isEqualTo(PRODUCTS);
    assertThat(
            staging.queryForObject(
                "SELECT max(length(to_jsonb(p)::text)) FROM dev_az_jungle_scout_product_data p",
                Integer.class))
        .isLessThan(4 * WIDE.length());
  }

  private void run(ServiceProcess service, String more) {
    String path = "/admin/master-sync?marketplace=us&date_range=1month&sync_mode=fresh";
    assertThat(service.post(path + more).statusCode()).isEqualTo(202);
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> count(staging, "sync_runs WHERE status = 'running'") == 0);
    assertThat(
            staging.queryForObject(
                "SELECT outcome FROM sync_runs ORDER BY started_at DESC LIMIT 1", String.class))
        .isEqualTo("partial");
  }

  private static Reply products(Call call) {
    List<String> asins = call.keywords();
    StringBuilder data = new StringBuilder();
    for (String asin : asins) {
      String product = FakeVendors.product("us", asin).toString();
      data.append(data.isEmpty() ? "" : ",").append(product.replace("[\"0123456789012\"]", WIDE));
    }
    return new Reply(200, "{\"data\":[" + data + "],\"links\":{\"next\":null},\"meta\":{}}");
  }

  private Reply sales(Call call) {
    String odd = "\"estimated_units_sold\":1e200000,\"more\":" + WIDE;
    return new Reply(
        200, vendors.estimates(call).body().replaceFirst("\"estimated_units_sold\":\\d+", odd));
  }

  private static String asin(int number) {
    return "B0%08d".formatted(number);
  }

  private static long count(JdbcTemplate database, String what) {
    Long count = database.queryForObject("SELECT count(*) FROM " + what, Long.class);
    return count == null ? 0 : count;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("JUNGLE_SCOUT_API_KEY", FakeVendors.KEY);
    properties.put("JUNGLE_SCOUT_BASE_URL", vendors.url("/junglescout/api"));
    properties.put("syncline.junglescout.calls-per-second", 1_000);
    properties.put("syncline.junglescout.calls-per-minute", 60_000);
    properties.put("syncline.relay.interval", "200ms");
    properties.put("syncline.relay.grace", "200ms");
    properties.put("syncline.relay.longest-delay", "1s");
    return properties;
  }
}
