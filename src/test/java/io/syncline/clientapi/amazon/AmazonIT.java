package io.syncline.clientapi.amazon;

import static io.syncline.clientapi.amazon.AmazonStub.ok;
import static io.syncline.clientapi.amazon.AmazonStub.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.syncline.clientapi.credential.AccessTokens;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.source.Rate;
import io.syncline.core.source.SourceClient;
import io.syncline.support.CoreTest;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/** A seller's account is read at Amazon's pace; every request fits what Amazon describes. */
@CoreTest
@Import(AmazonIT.Credentials.class)
class AmazonIT {
  private static final String US = "ATVPDKIKX0DER";
  private static final String CA = "A2EUQ1WTGCTBG2";
  private static final String TOO_MANY = "{\"numberOfResults\":1001,\"items\":[]}";
  private static final String NO_STOCK = "{\"payload\":{\"inventorySummaries\":[]}}";
  private static final String NO_LISTINGS = "{\"numberOfResults\":0,\"items\":[]}";

  /** No stereotype, so that no other test's scan finds it. */
  @ComponentScan("io.syncline.clientapi.credential")
  static class Credentials {}

  @Autowired private SourceClient client;
  @Autowired private AccessTokens tokens;
  @Autowired private RunLedger ledger;
  @Autowired private Clock clock;
  @Autowired private WireMockServer shopServer;
  private AmazonStub server;
  private Amazon amazon;
  private ActiveRun run;
  private Credential credential;

  /** Where the last reading came to, to its end or not. */
  private Position reached = Position.FIRST;

  @BeforeEach
  void open() {
    server = new AmazonStub(shopServer);
    run = Runs.open(ledger);
    credential = credential(US);
    amazon = amazon(new Rate(100, 100));
  }

  @AfterEach
  void every_request_fits_its_model_and_no_token_goes_to_a_file() {
    assertThat(server.faults()).isEmpty();
  }

  private Amazon amazon(Rate ofOrders) {
    Map<String, Rate> rates = new HashMap<>();
    Arrays.stream(Operation.values()).forEach(it -> rates.put(it.word(), new Rate(100, 100)));
    rates.put(Operation.SEARCH_ORDERS.word(), ofOrders);
    AmazonSettings settings =
        new AmazonSettings(
            "https://sellingpartnerapi-{region}.amazon.com",
            shopServer.baseUrl() + "/{region}",
            rates,
            Duration.ofDays(730),
            Duration.ofMinutes(2),
            1_000,
            2,
            Duration.ofHours(2),
            Duration.ofMinutes(10),
            DataSize.ofMegabytes(1));
    AmazonApi api = new AmazonApi(client, tokens, settings);
    ListingPages pages = new ListingPages(api, settings);
    ReportReading reports = new ReportReading(api, settings, clock);
    return new Amazon(
        new AmazonConnection(api),
        new OrderReading(api, settings, clock),
        new ListingReading(pages, reports, settings, clock),
        new StockReading(api, pages, reports));
  }

  private static Credential credential(String... markets) {
    return new Credential(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "amazon",
        "main",
        "lwa",
        "A1SELLER@na",
        StoredJson.read(
            "{\"seller_id\":\"A1SELLER\",\"region\":\"na\",\"marketplaces\":[\"%s\"]}"
                .formatted(String.join("\",\"", markets))),
        24,
        name -> name.equals("access_token") ? Optional.of(AmazonStub.TOKEN) : Optional.empty());
  }

  /** CR-10. */
  @Test
  void orders_are_paged_by_token_with_everything_else_unchanged() {
    server.get(
        AmazonStub.ORDERS,
        page("next", "2026-11-20T09:58:00Z", 1),
        page("", "2026-11-20T10:58:00Z", 2));
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(Reading.changes("orders"), marked(), records);
    assertThat(records).extracting(it -> it.path("orderId").asText()).containsExactly("1", "2");
    List<String> asked = server.asked(AmazonStub.ORDERS);
    assertThat(asked.get(1)).isEqualTo(asked.get(0) + "&paginationToken=next");
    assertThat(asked.get(0)).contains("lastUpdatedAfter=2026-11-18T23%3A58%3A00Z");
    assertThat(end.value())
        .as("what the first answer knew of")
        .isEqualTo(
            StoredJson.read(
                "{\"mark\":\"2026-11-20T09:58:00Z\",\"markets\":\"%s\"}".formatted(US)));
  }

  @Test
  void a_page_that_amazon_does_not_allow_yet_puts_the_run_off_and_is_asked_for_later() {
    amazon = amazon(new Rate(0.0056, 1));
    server.get(AmazonStub.ORDERS, page("next", "2026-11-20T09:58:00Z", 1), page("", "", 2));
    Fetched first = amazon.next(credential, Reading.changes("orders"), marked(), run);
    Postponed off =
        catchThrowableOfType(
            Postponed.class,
            () -> amazon.next(credential, Reading.changes("orders"), first.position(), run));
    assertThat(off.until())
        .isBetween(clock.instant().plusSeconds(120), clock.instant().plusSeconds(240));
    assertThat(off).hasMessage("Amazon shows 100 orders in 179 s: 1 so far");
    assertThat(server.asked(AmazonStub.ORDERS)).hasSize(1);
    assertThat(first.position().value().at("/walk/token").asText()).isEqualTo("next");
  }

  /** Half of the time that is asked for is read by one page, so another one is to come. */
  @Test
  void who_waits_for_amazon_is_told_how_much_is_read_and_when_it_is_done_by_the_rate_of_calls() {
    amazon = amazon(new Rate(0.0056, 1));
    server.get(
        AmazonStub.ORDERS,
        "{\"orders\":[{\"orderId\":\"1\",\"lastUpdatedTime\":\"2026-11-19T01:00:00Z\"},"
            + "{\"orderId\":\"2\",\"lastUpdatedTime\":\"2026-11-19T16:58:00Z\"}],"
            + "\"pagination\":{\"nextToken\":\"next\"},\"lastUpdatedBefore\":\"2026-11-20T09:58:00Z\"}");
    Fetched first = amazon.next(credential, Reading.changes("orders"), marked(), run);
    Postponed off =
        catchThrowableOfType(
            Postponed.class,
            () -> amazon.next(credential, Reading.changes("orders"), first.position(), run));
    String[] told = off.getMessage().split(" done at about ");
    assertThat(told[0]).isEqualTo("Amazon shows 100 orders in 179 s: 2 so far,");
    assertThat(Instant.parse(told[1]))
        .isBetween(clock.instant().plusSeconds(150), clock.instant().plusSeconds(180));
  }

  @Test
  void a_token_that_has_ended_begins_its_reading_again_once() {
    server.get(
        AmazonStub.ORDERS,
        ok(page("next", "2026-11-20T09:58:00Z", 1)),
        refused(400, "token"),
        ok(page("", "2026-11-20T09:59:00Z", 1)));
    List<JsonNode> records = new ArrayList<>();
    readAll(Reading.changes("orders"), marked(), records);
    assertThat(records).hasSize(2);
    assertThat(server.asked(AmazonStub.ORDERS).get(2))
        .isEqualTo(server.asked(AmazonStub.ORDERS).get(0));
  }

  @Test
  void a_token_that_ends_twice_ends_its_run_and_the_next_run_goes_on() {
    server.get(
        AmazonStub.ORDERS,
        ok(page("next", "2026-11-20T09:58:00Z", 1)),
        refused(400, "token"),
        ok(page("next", "2026-11-20T09:58:00Z", 1)),
        refused(400, "token"),
        refused(400, "token"),
        ok(page("", "2026-11-20T09:59:00Z", 1)));
    List<JsonNode> records = new ArrayList<>();
    assertThatThrownBy(() -> readAll(Reading.changes("orders"), marked(), records))
        .hasMessageContaining("400");
    run = Runs.open(ledger);
    assertThat(readAll(Reading.changes("orders"), reached, records).value().has("walk")).isFalse();
    assertThat(records).hasSize(3);
  }

  @Test
  void an_answer_that_does_not_say_what_it_knew_of_still_moves_the_mark() {
    server.get(AmazonStub.ORDERS, "{\"orders\":[{\"orderId\":\"1\"}],\"pagination\":{}}");
    Instant begun = clock.instant();
    Position end = readAll(Reading.changes("orders"), marked(), new ArrayList<>());
    assertThat(Instant.parse(end.value().path("mark").asText()))
        .isBetween(begun.minusSeconds(200), clock.instant().minusSeconds(120));
  }

  @Test
  void orders_of_a_marketplace_that_was_added_are_all_read_before_all_go_on() {
    credential = credential(CA, US);
    server.get(
        AmazonStub.ORDERS,
        page("", "2026-11-20T09:58:00Z", 1),
        page("", "2026-11-20T09:59:00Z", 2));
    Position end = readAll(Reading.changes("orders"), marked(), new ArrayList<>());
    List<String> asked = server.asked(AmazonStub.ORDERS);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).contains("marketplaceIds=" + CA + "&").doesNotContain("2026-11-18");
    assertThat(asked.get(1)).contains(US, CA, "lastUpdatedAfter=2026-11-18T23%3A58%3A00Z");
    assertThat(end.value())
        .isEqualTo(
            StoredJson.read(
                "{\"mark\":\"2026-11-20T09:59:00Z\",\"markets\":\"%s,%s\"}".formatted(CA, US)));
  }

  @Test
  void listings_of_a_marketplace_that_was_added_are_all_read_before_all_go_on() {
    credential = credential(US, CA);
    server.get(AmazonStub.LISTINGS, NO_LISTINGS);
    readAll(Reading.changes("products"), marked(), new ArrayList<>());
    List<String> asked = server.asked(AmazonStub.LISTINGS);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).contains(CA).doesNotContain(US, "lastUpdatedAfter");
    assertThat(asked.get(1)).contains(US, CA, "lastUpdatedAfter=2026-11-18T23%3A58%3A00Z");
  }

  @Test
  void what_is_refused_without_a_token_is_no_matter_of_tokens() {
    server.get(AmazonStub.ORDERS, refused(400, "bad"));
    assertThatThrownBy(() -> amazon.next(credential, Reading.changes("orders"), marked(), run))
        .hasMessageContaining("400");
  }

  @Test
  void a_token_that_comes_again_stops_the_reading() {
    server.get(AmazonStub.ORDERS, page("same", "2026-11-20T09:58:00Z", 1));
    Fetched first = amazon.next(credential, Reading.changes("orders"), marked(), run);
    assertThatThrownBy(
            () -> amazon.next(credential, Reading.changes("orders"), first.position(), run))
        .hasMessageContaining("same token");
  }

  /** CR-12. */
  @Test
  void stock_is_read_back_to_back_and_then_what_the_seller_stores() {
    String summary =
        "{\"payload\":{\"inventorySummaries\":[{\"sellerSku\":\"%s\",\"fnSku\":\"X\"}]}%s}";
    server
        .get(
            AmazonStub.STOCK,
            summary.formatted("a", ",\"pagination\":{\"nextToken\":\"t\"}"),
            summary.formatted("b", ""))
        .get(
            AmazonStub.LISTINGS,
            "{\"numberOfResults\":2,\"items\":[{\"sku\":\"a\",\"fulfillmentAvailability\":[{\"fulfillmentChannelCode\":\"AMAZON_NA\"}]},"
                + "{\"sku\":\"c\",\"fulfillmentAvailability\":[{\"fulfillmentChannelCode\":\"DEFAULT\",\"quantity\":14}]}]}");
    Fetched stored = amazon.next(credential, Reading.changes("inventory"), Position.FIRST, run);
    assertThat(stored.records()).as("both pages in one step").hasSize(2);
    List<JsonNode> records = new ArrayList<>(stored.records());
    readAll(Reading.changes("inventory"), stored.position(), records);
    assertThat(records)
        .extracting(it -> new AmazonMapper().map(credential, "inventory", it).externalId())
        .containsExactly("a|X@" + US, "b|X@" + US, "c@" + US + "#MFN");
  }

  @Test
  void much_stock_is_written_before_all_of_it_is_read_and_a_dead_token_reads_it_again() {
    String many =
        IntStream.range(0, 1_000)
            .mapToObj("{\"sellerSku\":\"%s\",\"fnSku\":\"X\"}"::formatted)
            .collect(Collectors.joining(","));
    String page = "{\"payload\":{\"inventorySummaries\":[" + many + "]}%s}";
    server
        .get(
            AmazonStub.STOCK,
            ok(page.formatted(",\"pagination\":{\"nextToken\":\"t\"}")),
            refused(400, "token"),
            ok(page.formatted("")))
        .get(AmazonStub.LISTINGS, NO_LISTINGS);
    Fetched first = amazon.next(credential, Reading.changes("inventory"), Position.FIRST, run);
    assertThat(first.records()).hasSize(1_000);
    List<JsonNode> records = new ArrayList<>();
    readAll(Reading.changes("inventory"), first.position(), records);
    assertThat(records).hasSize(1_000);
    assertThat(server.asked(AmazonStub.STOCK).get(1)).contains("nextToken=t");
    assertThat(server.asked(AmazonStub.STOCK).get(2)).doesNotContain("nextToken");
  }

  @Test
  void a_seller_without_fba_has_nothing_there_and_that_is_no_failure() {
    server
        .get(AmazonStub.STOCK, refused(400, "Invalid Input"))
        .get(AmazonStub.LISTINGS, NO_LISTINGS);
    List<JsonNode> records = new ArrayList<>();
    readAll(Reading.changes("inventory"), Position.FIRST, records);
    assertThat(records).isEmpty();
    assertThat(run.errors().total()).isZero();
  }

  /** CR-11. */
  @Test
  void more_listings_than_a_search_shows_come_by_a_report() {
    server
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[]}")
        .orders(AmazonStub.REPORTS, "{\"reportId\":\"7\"}")
        .get(AmazonStub.REPORTS + "/7", report("IN_PROGRESS"), report("DONE"))
        .get(AmazonStub.DOCUMENT, document(""))
        .file(file("seller-sku\titem-name\r\na\t水筒\r\nb\tB\r\nc\tC\r\n", "Shift_JIS"));
    Position at = Position.FIRST;
    for (int i = 0; i < 3; i++) { // a search that shows too many, a note of the time, an order
      at = amazon.next(credential, Reading.changes("products"), at, run).position();
    }
    Position ordered = at;
    assertThatThrownBy(() -> amazon.next(credential, Reading.changes("products"), ordered, run))
        .isInstanceOf(Postponed.class);
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(Reading.changes("products"), ordered, records);
    assertThat(records).extracting(it -> it.path("sku").asText()).containsExactly("a", "b", "c");
    assertThat(records.get(0).at("/report/item-name").asText()).isEqualTo("水筒");
    assertThat(end.value().has("walk")).isFalse();
    assertThat(server.fetched()).as("in parts").isEqualTo(2);
    assertThat(server.asked(AmazonStub.REPORTS)).as("one look, one order").hasSize(2);
  }

  @Test
  void a_report_that_was_ordered_and_not_noted_is_found_again_and_a_dead_address_asked_anew() {
    server
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[{\"reportId\":\"7\"}]}")
        .get(AmazonStub.REPORTS + "/7", report("DONE"))
        .get(AmazonStub.DOCUMENT, document(""))
        .file(refused(403, "Request has expired"), file("seller-sku\r\na\r\n", "UTF-8"));
    List<JsonNode> records = new ArrayList<>();
    Instant begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    readAll(Reading.changes("products"), Position.FIRST, records);
    assertThat(records).hasSize(1);
    assertThat(server.asked(AmazonStub.REPORTS)).hasSize(1);
    assertThat(createdSince(server.asked(AmazonStub.REPORTS).get(0)))
        .as("an older report says less than what may be stored already")
        .isAfterOrEqualTo(begun);
    assertThat(server.asked(AmazonStub.DOCUMENT)).hasSize(2);
  }

  @Test
  void a_cancelled_report_has_nothing_to_tell_and_one_that_fails_twice_ends_the_reading() {
    server
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[]}")
        .orders(AmazonStub.REPORTS, "{\"reportId\":\"7\"}")
        .get(AmazonStub.REPORTS + "/7", report("CANCELLED"));
    List<JsonNode> records = new ArrayList<>();
    readAll(Reading.changes("products"), Position.FIRST, records);
    assertThat(records).isEmpty();
    server.get(AmazonStub.REPORTS + "/7", report("FATAL"));
    assertThatThrownBy(() -> readAll(Reading.changes("products"), Position.FIRST, records))
        .hasMessageContaining("cannot make the report");
  }

  @Test
  void a_report_that_failed_twice_or_is_gone_is_ordered_anew_by_the_next_run() {
    server
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[]}")
        .orders(AmazonStub.REPORTS, "{\"reportId\":\"7\"}")
        .get(
            AmazonStub.REPORTS + "/7",
            ok(report("FATAL")),
            ok(report("FATAL")),
            refused(404, ""),
            ok(report("DONE")))
        .get(AmazonStub.DOCUMENT, document(""))
        .file(file("seller-sku\r\na\r\n", "UTF-8"));
    List<JsonNode> records = new ArrayList<>();
    assertThatThrownBy(() -> readAll(Reading.changes("products"), Position.FIRST, records))
        .hasMessageContaining("cannot make the report");
    run = Runs.open(ledger);
    readAll(Reading.changes("products"), reached, records);
    assertThat(records).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"products", "inventory"})
  void a_role_for_reports_that_is_missing_skips_its_type(String type) {
    server
        .get(AmazonStub.STOCK, NO_STOCK)
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, refused(403, ""));
    readAll(Reading.changes(type), Position.FIRST, new ArrayList<>());
    assertThat(run.errors().samples()).singleElement().asString().contains("role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"products", "inventory"})
  void a_report_under_way_never_counts_for_another_marketplace(String type) {
    server
        .get(AmazonStub.STOCK, NO_STOCK)
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[{\"reportId\":\"7\"}]}")
        .get(AmazonStub.REPORTS + "/7", report("DONE"))
        .get(AmazonStub.DOCUMENT, document(""))
        .file(file("seller-sku\tquantity\tfulfillment-channel\r\na\t1\tDEFAULT\r\n", "UTF-8"));
    credential = credential(US, CA);
    Position at = Position.FIRST;
    while (!at.value().at("/walk/report").has("id")) {
      at = amazon.next(credential, Reading.changes(type), at, run).position();
    }
    server.get(AmazonStub.LISTINGS, NO_LISTINGS);
    credential = credential(CA);
    List<JsonNode> records = new ArrayList<>();
    readAll(Reading.changes(type), at, records);
    assertThat(records).as("of the one that was given up").isEmpty();
    credential = credential(CA, US);
    Fetched next = amazon.next(credential, Reading.changes(type), at, run);
    assertThat(next.records())
        .allMatch(record -> record.path("marketplaceId").asText("").equals(US));
  }

  @Test
  void a_role_that_is_missing_skips_its_type_and_says_so() {
    server.get(AmazonStub.ORDERS, refused(403, ""));
    Fetched skipped = amazon.next(credential, Reading.changes("orders"), marked(), run);
    assertThat(skipped.isLast()).isTrue();
    assertThat(skipped.position()).isEqualTo(marked());
    assertThat(skipped.skipped()).hasValueSatisfying(it -> assertThat(it).contains("role"));
    assertThat(run.errors().samples()).singleElement().asString().contains("role");
  }

  @Test
  void which_orders_there_are_is_not_asked_and_that_is_no_error() {
    Fetched listed = amazon.next(credential, Reading.ids("orders"), Position.FIRST, run);
    assertThat(listed.skipped()).isPresent();
    assertThat(listed.isLast()).isTrue();
    assertThat(run.errors().total()).isZero();
  }

  /** An empty market is a list as well, by which all there is would be gone. */
  @Test
  void what_is_refused_or_cancelled_is_no_list_of_what_is_still_there() {
    server.get(AmazonStub.STOCK, refused(400, "no stock here"));
    Fetched stock = amazon.next(credential, Reading.ids("inventory"), Position.FIRST, run);
    assertThat(stock.skipped()).isPresent();
    server
        .get(AmazonStub.LISTINGS, TOO_MANY)
        .get(AmazonStub.REPORTS, "{\"reports\":[]}")
        .orders(AmazonStub.REPORTS, "{\"reportId\":\"7\"}")
        .get(AmazonStub.REPORTS + "/7", report("CANCELLED"));
    assertThatThrownBy(() -> readAll(Reading.ids("products"), Position.FIRST, new ArrayList<>()))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void nothing_but_errors_in_a_200_is_asked_for_again() {
    server
        .get(AmazonStub.STOCK, "{\"errors\":[{\"code\":\"InternalFailure\"}]}", NO_STOCK)
        .get(AmazonStub.LISTINGS, NO_LISTINGS);
    readAll(Reading.changes("inventory"), Position.FIRST, new ArrayList<>());
    assertThat(server.asked(AmazonStub.STOCK)).hasSize(2);
  }

  @Test
  void a_seller_who_is_not_in_a_marketplace_is_refused_before_anything_is_read() {
    server.get(AmazonStub.WHO, participation("A2EUQ1WTGCTBG2"));
    assertThatThrownBy(() -> amazon.test(credential, run))
        .hasMessageContaining(US)
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.AUTH_FAILED);
    server.get(AmazonStub.WHO, participation(US));
    assertThat(amazon.test(credential, run).facts().at("/currencies/" + US).asText())
        .isEqualTo("USD");
    server.get(AmazonStub.WHO, refused(403, ""));
    assertThatThrownBy(() -> amazon.test(credential, run))
        .hasMessageContaining("authorise")
        .extracting(e -> ((SyncFailure) e).reason())
        .as("which may be wrong for a while")
        .isEqualTo(StopReason.SOURCE_BLOCKED);
  }

  @Test
  void a_window_is_read_beside_the_mark_and_ends_where_amazon_takes_an_end() {
    server.get(AmazonStub.ORDERS, page("", "2026-11-20T09:58:00Z", 1));
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Reading window = Reading.window("orders", from, Optional.of(clock.instant()));
    Fetched read = amazon.next(credential, window, Position.FIRST, run);
    assertThat(read.isLast()).isTrue();
    assertThat(read.position().value().has("mark")).isFalse();
    assertThat(server.asked(AmazonStub.ORDERS).get(0))
        .contains("lastUpdatedAfter=2026-01-01T00%3A00%3A00Z", "&lastUpdatedBefore=20");
  }

  private Position readAll(Reading reading, Position from, List<JsonNode> records) {
    reached = from;
    for (int i = 0; i < 50; i++) {
      Fetched page = amazon.next(credential, reading, reached, run);
      records.addAll(page.records());
      reached = page.position();
      if (page.isLast()) {
        return reached;
      }
    }
    throw new AssertionError("a reading that does not end");
  }

  private static Instant createdSince(String target) {
    String since = target.replaceFirst(".*createdSince=([^&]*).*", "$1");
    return Instant.parse(URLDecoder.decode(since, StandardCharsets.UTF_8));
  }

  private static Position marked() {
    return new Position(
        StoredJson.read("{\"mark\":\"2026-11-19T00:00:00Z\",\"markets\":\"%s\"}".formatted(US)));
  }

  private static String page(String token, String until, int order) {
    String pagination = token.isEmpty() ? "" : ",\"pagination\":{\"nextToken\":\"" + token + "\"}";
    return "{\"orders\":[{\"orderId\":\"%s\"}]%s,\"lastUpdatedBefore\":\"%s\"}"
        .formatted(order, pagination, until);
  }

  private static String report(String status) {
    return "{\"reportId\":\"7\",\"processingStatus\":\"%s\",\"reportDocumentId\":\"doc-1\"}"
        .formatted(status);
  }

  private String document(String more) {
    return "{\"reportDocumentId\":\"doc-1\",\"url\":\"%s\"%s}".formatted(server.fileUrl(), more);
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder file(
      String text, String charset) {
    return ok("")
        .withHeader("Content-Type", "text/plain;charset=" + charset)
        .withBody(text.getBytes(Charset.forName(charset)));
  }

  private static String participation(String market) {
    return "{\"payload\":[{\"marketplace\":{\"id\":\"%s\",\"defaultCurrencyCode\":\"USD\"},\"participation\":{\"isParticipating\":true}}]}"
        .formatted(market);
  }
}
