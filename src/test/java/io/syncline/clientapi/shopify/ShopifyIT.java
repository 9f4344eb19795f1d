package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.syncline.clientapi.credential.AccessTokens;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.database.Databases;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Aside;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.source.SourceClient;
import io.syncline.support.CoreTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** A shop is read whole, once, and then what changes: whatever comes in between. */
@CoreTest
@Import(ShopifyIT.Credentials.class)
class ShopifyIT {
  private static final String NO_MORE = "\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null}";
  private static final String NONE_RUNNING = "{\"bulkOperations\":{\"nodes\":[]}}";
  private static final String BEGUN =
      "{\"bulkOperationRunQuery\":{\"bulkOperation\":{\"id\":\"gid://shopify/BulkOperation/1\","
          + "\"status\":\"CREATED\",\"createdAt\":\"2026-11-20T10:00:00Z\"},\"userErrors\":[]}}";
  private static final String NO_ORDERS = "{\"orders\":{\"nodes\":[]," + NO_MORE + "}}";

  /** No stereotype, so that no other test's scan finds it. */
  @ComponentScan("io.syncline.clientapi.credential")
  static class Credentials {}

  @Autowired private SourceClient client;
  @Autowired private AccessTokens tokens;
  @Autowired private Databases databases;
  @Autowired private Aside aside;
  @Autowired private RunLedger ledger;
  @Autowired private Clock clock;
  @Autowired private WireMockServer shopServer;
  private ShopStub shop;
  private Shopify shopify;
  private ActiveRun run;
  private Credential credential;

  @BeforeEach
  void open() {
    shop = new ShopStub(shopServer);
    run = Runs.open(ledger);
    credential = credential(ShopStub.SHOP);
    ShopifySettings settings =
        new ShopifySettings(
            "https://{shop}",
            shopServer.baseUrl() + "/{shop}",
            "2026-10",
            4,
            2,
            4,
            2,
            6,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            DataSize.ofMegabytes(10),
            Duration.ofMinutes(1));
    ShopifyApi api = new ShopifyApi(client, tokens, settings);
    ShopifyConnection connection = new ShopifyConnection(api, settings);
    BulkPages pages = new BulkPages(api, new BulkLines(databases, aside), settings);
    shopify =
        new Shopify(
            connection,
            new UpdateReading(api, new WholeRecords(api), settings),
            new LevelReading(api, settings, clock),
            new BulkReading(api, connection, pages, settings, clock));
  }

  @Test
  void a_first_load_is_one_bulk_operation_and_then_what_changed_since_it_began() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("RUNNING", 10, null), poll("COMPLETED", 6, shop.fileUrl()))
        .file(
            line(1, 11),
            "{\"id\":\"gid://shopify/Order/1\",\"updatedAt\":\"2026-11-01T00:00:00Z\"}",
            "{\"id\":\"gid://shopify/Order/2\",\"updatedAt\":\"2026-11-02T00:00:00Z\"}",
            line(9, 91),
            "{\"id\":\"gid://shopify/Order/3\",\"updatedAt\":\"2026-11-03T00:00:00Z\"}",
            line(1, 10))
        .data("OrdersSince", NO_ORDERS);
    Fetched begun = shopify.next(credential, orders(), Position.FIRST, run);
    assertThat(begun.records()).isEmpty();
    Postponed off =
        catchThrowableOfType(
            Postponed.class, () -> shopify.next(credential, orders(), begun.position(), run));
    assertThat(off.until()).isAfter(clock.instant());
    assertThat(off).hasMessageContaining("10 of 30, done at about 20");
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(orders(), begun.position(), records);
    assertThat(records).hasSize(4);
    assertThat(records.get(0))
        .isEqualTo(
            StoredJson.read(
                "{\"id\":\"gid://shopify/Order/1\",\"updatedAt\":\"2026-11-01T00:00:00Z\","
                    + "\"lineItems\":{\"nodes\":[{\"id\":\"gid://shopify/LineItem/10\"},{\"id\":\"gid://shopify/LineItem/11\"}]}}"));
    assertThat(records.get(3)).as("an orphan, as it came").isEqualTo(StoredJson.read(line(9, 91)));
    assertThat(end.value()).isEqualTo(StoredJson.read("{\"mark\":\"2026-11-20T10:00:00Z\"}"));
    assertThat(shop.asked("BulkRun")).hasSize(1);
    assertThat(shop.asked("OrdersSince").get(0).path("filter").asText())
        .isEqualTo("updated_at:>='2026-11-20T09:55:00Z'");
    assertThat(shop.fetched()).isEqualTo(1);
    assertThat(lines()).as("left behind").isZero();
  }

  /** One stored each line as a row, another held other lines together than this one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{\"lines\":4,\"line\":900}", "{\"line\":900}", "{\"rows\":2,\"line\":900}"})
  void lines_that_an_earlier_version_has_numbered_are_read_from_the_first(String numbers) {
    Position fetched = fetchedOrders();
    ObjectNode earlier = fetched.value().deepCopy();
    ObjectNode bulk = (ObjectNode) earlier.path("bulk");
    bulk.remove("stored");
    bulk.setAll((ObjectNode) StoredJson.read(numbers));
    List<JsonNode> records = new ArrayList<>();
    readAll(orders(), new Position(earlier), records);
    assertThat(records).hasSize(2);
    assertThat(shop.fetched()).as("or rows would have other numbers later").isEqualTo(2);
  }

  /** What was stored since then is not in its list, and would be taken for gone. */
  @Test
  void a_list_of_ids_that_an_earlier_run_ordered_is_not_taken_over() {
    String products = ShopifyType.PRODUCTS.ids().text();
    shop.data("BulkRunning", began("RUNNING", products)).data("BulkRun", BEGUN);
    shopify.next(credential, Reading.ids("products"), Position.FIRST, run);
    assertThat(shop.asked("BulkRun")).hasSize(1);
    String now = clock.instant().plusSeconds(5).toString();
    shop.data("BulkRunning", began("RUNNING", products).replace("2026-11-20T10:00:00Z", now));
    shopify.next(credential, Reading.ids("products"), Position.FIRST, run);
    assertThat(shop.asked("BulkRun")).as("one of its own is").hasSize(1);
  }

  @Test
  void a_first_load_says_how_many_there_are_before_any_is_collected() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("CREATED", 0, null));
    Position begun = shopify.next(credential, orders(), Position.FIRST, run).position();
    assertThatThrownBy(() -> shopify.next(credential, orders(), begun, run))
        .isInstanceOf(Postponed.class)
        .hasMessageContaining("none of 30 yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATED", "RUNNING"})
  void an_operation_that_was_begun_and_not_noted_is_found_by_its_query(String status) {
    shop.data("BulkRunning", began(status));
    Fetched found = shopify.next(credential, orders(), Position.FIRST, run);
    assertThat(found.position().value().at("/bulk/id").asText())
        .isEqualTo("gid://shopify/BulkOperation/7");
    assertThat(shop.asked("BulkRun")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "FAILED", "CANCELING", "EXPIRED"})
  void an_operation_that_has_ended_is_not_taken_for_another(String status) {
    shop.data("BulkRunning", began(status)).data("BulkRun", BEGUN);
    Fetched begun = shopify.next(credential, orders(), Position.FIRST, run);
    assertThat(begun.position().value().at("/bulk/id").asText())
        .isEqualTo("gid://shopify/BulkOperation/1");
    assertThat(ShopifyQuery.BULK_RUNNING.text()).doesNotContain("status:");
  }

  @Test
  void an_operation_that_was_denied_is_asked_for_anew_by_the_next_run() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data(
            "BulkPoll",
            "{\"bulkOperation\":{\"status\":\"FAILED\",\"errorCode\":\"ACCESS_DENIED\",\"objectCount\":\"0\",\"url\":null}}");
    Position begun = shopify.next(credential, orders(), Position.FIRST, run).position();
    Fetched denied = shopify.next(credential, orders(), begun, run);
    assertThat(denied.isLast()).isTrue();
    assertThat(denied.skipped()).hasValueSatisfying(it -> assertThat(it).contains("ACCESS_DENIED"));
    shopify.next(credential, orders(), denied.position(), run);
    assertThat(shop.asked("BulkRun")).hasSize(2);
  }

  @Test
  void while_other_operations_of_the_shop_are_at_work_the_run_is_put_off() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data(
            "BulkRun",
            "{\"bulkOperationRunQuery\":{\"bulkOperation\":null,\"userErrors\":[{\"field\":null,\"message\":\"m\",\"code\":\"OPERATION_IN_PROGRESS\"}]}}");
    assertThatThrownBy(() -> shopify.next(credential, orders(), Position.FIRST, run))
        .isInstanceOf(Postponed.class);
  }

  @Test
  void a_failed_operation_moves_no_mark_and_its_part_is_not_read() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data(
            "BulkPoll",
            "{\"bulkOperation\":{\"status\":\"FAILED\",\"errorCode\":\"TIMEOUT\",\"objectCount\":\"5\",\"url\":null,\"partialDataUrl\":\""
                + shop.fileUrl()
                + "\"}}")
        .data(
            "OrdersSince",
            "{\"orders\":{\"nodes\":[" + order(1, "2026-11-05T00:00:00Z") + "]," + NO_MORE + "}}");
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(orders(), Position.FIRST, records);
    assertThat(records).hasSize(1);
    assertThat(shop.asked("BulkRun")).as("a second try, then page by page").hasSize(2);
    assertThat(shop.asked("OrdersSince").get(0).path("filter").asText())
        .isEqualTo("updated_at:>='1970-01-01T00:00:00Z'");
    assertThat(end.value().path("mark").asText()).isEqualTo("2026-11-05T00:00:00Z");
    assertThat(shop.fetched()).isZero();
  }

  @Test
  void a_result_with_fewer_lines_than_were_counted_moves_no_mark() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("COMPLETED", 3, shop.fileUrl()))
        .file("{\"id\":\"gid://shopify/Order/1\"}")
        .data("OrdersSince", NO_ORDERS);
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(orders(), Position.FIRST, records);
    assertThat(records).isEmpty();
    assertThat(end.value().path("paged").asBoolean()).isTrue();
    assertThat(lines()).as("left behind").isZero();
  }

  @Test
  void who_fetches_after_it_lost_the_account_touches_no_line_of_who_has_it() throws IOException {
    Position at = fetchedOrders();
    byte[] late = "{\"id\":\"gid://shopify/Order/9\"}".getBytes(StandardCharsets.UTF_8);
    new BulkLines(databases, aside)
        .store(
            new BulkLines.Owner(credential.id(), "orders", run.fence() - 1),
            new ByteArrayInputStream(late),
            true);
    List<JsonNode> records = new ArrayList<>();
    readAll(orders(), at, records);
    assertThat(records)
        .extracting(it -> it.path("id").asText() + it.at("/lineItems/nodes/0/id").asText())
        .containsExactly(
            "gid://shopify/Order/1gid://shopify/LineItem/10",
            "gid://shopify/Order/2gid://shopify/LineItem/20");
    assertThat(shop.fetched()).isEqualTo(1);
  }

  @Test
  void lines_far_from_their_order_and_an_order_that_comes_twice_lose_nothing() {
    String name = "n".repeat(900_000);
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("COMPLETED", 11, shop.fileUrl()))
        .file(
            line(1, 10),
            "{\"id\":\"gid://shopify/Order/1\"}",
            "{\"id\":\"gid://shopify/Order/2\",\"name\":\"" + name + "\"}",
            "{\"id\":\"gid://shopify/Order/3\",\"name\":\"" + name + "\"}",
            "{\"id\":\"gid://shopify/Order/4\",\"name\":\"" + name + "\"}",
            "{\"id\":\"gid://shopify/Order/5\",\"name\":\"" + name + "\"}",
            "{\"id\":\"gid://shopify/Order/6\",\"name\":\"" + name + "\"}",
            line(1, 11),
            line(2, 20),
            "{\"id\":\"gid://shopify/Order/2\",\"name\":\"again\"}",
            line(2, 21))
        .data("OrdersSince", NO_ORDERS);
    List<JsonNode> records = new ArrayList<>();
    readAll(orders(), Position.FIRST, records);
    assertThat(records)
        .extracting(it -> it.path("id").asText().substring(20) + items(it))
        .containsExactlyInAnyOrder(
            "1[10, 11]", "2[20, 21]", "2[20, 21]", "3[]", "4[]", "5[]", "6[]");
    assertThat(lines()).as("left behind").isZero();
  }

  private static List<String> items(JsonNode order) {
    return order.at("/lineItems/nodes").findValuesAsText("id").stream()
        .map(id -> id.substring("gid://shopify/LineItem/".length()))
        .toList();
  }

  @Test
  void orders_whose_lines_go_while_they_are_put_together_are_not_stored_without() {
    Position at = fetchedOrders();
    JdbcClient.create(databases.staging().pool())
        .sql("UPDATE client_bulk_lines SET data = split_part(data, E'\\n', 1)")
        .update();
    JdbcClient.create(databases.staging().pool())
        .sql("DELETE FROM client_bulk_lines WHERE line = 2")
        .update();
    List<JsonNode> records = new ArrayList<>();
    readAll(orders(), at, records);
    assertThat(records).hasSize(2).allMatch(it -> it.at("/lineItems/nodes").size() == 1);
    assertThat(shop.fetched()).isEqualTo(2);
  }

  @Test
  void lines_that_a_crash_took_are_fetched_again_and_reading_goes_on_where_it_was() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("COMPLETED", 3, shop.fileUrl()))
        .file(
            "{\"id\":\"gid://shopify/Order/1\"}",
            "{\"id\":\"gid://shopify/Order/2\"}",
            "{\"id\":\"gid://shopify/Order/3\"}")
        .data("OrdersSince", NO_ORDERS);
    Position at = Position.FIRST;
    List<JsonNode> records = new ArrayList<>();
    while (records.size() < 2) {
      Fetched page = shopify.next(credential, orders(), at, run);
      records.addAll(page.records());
      at = page.position();
    }
    JdbcClient.create(databases.staging().pool()).sql("TRUNCATE client_bulk_lines").update();
    readAll(orders(), at, records);
    assertThat(records).extracting(it -> it.path("id").asText()).doesNotHaveDuplicates().hasSize(3);
    assertThat(shop.fetched()).isEqualTo(2);
    assertThat(shop.asked("BulkRun")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Moved</html>", "[1]", "{\"id\":\"x\"", "{\"id\":\"x\"} {"})
  void a_result_that_is_no_json_line_by_line_is_none(String text) {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("COMPLETED", 1, shop.fileUrl()))
        .file(text);
    Position begun = shopify.next(credential, orders(), Position.FIRST, run).position();
    assertThatThrownBy(() -> shopify.next(credential, orders(), begun, run))
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_GARBAGE);
  }

  @Test
  void an_order_has_each_of_its_line_items_once_whichever_way_it_came() {
    String page =
        "{\"orders\":{\"nodes\":[{\"id\":\"gid://shopify/Order/1\",\"lineItems\":{\"nodes\":[{\"id\":\"gid://shopify/LineItem/3\"},{\"id\":\"gid://shopify/LineItem/1\"}],"
            + "\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c\"}}}],"
            + NO_MORE
            + "}}";
    shop.data("OrdersSince", page)
        .data(
            "OrderLineItems",
            "{\"order\":{\"id\":\"gid://shopify/Order/1\",\"lineItems\":{\"nodes\":[{\"id\":\"gid://shopify/LineItem/2\"},{\"id\":\"gid://shopify/LineItem/1\"}],"
                + NO_MORE
                + "}}}");
    Fetched fetched = shopify.next(credential, orders(), marked(), run);
    assertThat(fetched.records().get(0).path("lineItems"))
        .isEqualTo(
            StoredJson.read(
                "{\"nodes\":[{\"id\":\"gid://shopify/LineItem/1\"},{\"id\":\"gid://shopify/LineItem/2\"},{\"id\":\"gid://shopify/LineItem/3\"}]}"));
    assertThat(shop.asked("OrderLineItems").get(0).path("after").asText()).isEqualTo("c");
  }

  /** CR-06. */
  @Test
  void the_mark_is_the_newest_update_seen_and_moves_at_the_end_only() {
    shop.data(
        "OrdersSince",
        page("c1", order(1, "2026-11-21T00:00:00Z")),
        page(null, order(2, "2026-11-22T00:00:00Z")));
    Fetched first = shopify.next(credential, orders(), marked(), run);
    assertThat(first.isLast()).isFalse();
    assertThat(first.position().value().path("mark").asText()).isEqualTo("2026-11-20T00:00:00Z");
    Fetched second = shopify.next(credential, orders(), first.position(), run);
    assertThat(second.isLast()).isTrue();
    assertThat(second.position().value())
        .isEqualTo(StoredJson.read("{\"mark\":\"2026-11-22T00:00:00Z\"}"));
    assertThat(shop.asked("OrdersSince"))
        .extracting(it -> it.path("filter").asText())
        .as("the same for all pages of a cursor")
        .containsOnly("updated_at:>='2026-11-19T23:55:00Z'");
  }

  @Test
  void a_walk_ends_before_the_most_that_can_be_paged_through_and_another_begins() {
    String three =
        order(1, "2026-11-21T00:00:00Z")
            + ","
            + order(2, "2026-11-21T00:00:00Z")
            + ","
            + order(3, "2026-11-22T00:00:00Z");
    shop.data(
        "OrdersSince",
        page("c1", three),
        page("c2", three),
        page(null, order(3, "2026-11-22T00:00:00Z")));
    readAll(orders(), marked(), new ArrayList<>());
    JsonNode third = shop.asked("OrdersSince").get(2);
    assertThat(third.path("filter").asText()).isEqualTo("updated_at:>='2026-11-22T00:00:00Z'");
    assertThat(third.path("after").isNull()).isTrue();
  }

  @Test
  void a_cursor_that_comes_again_stops_the_reading() {
    shop.data("OrdersSince", page("same", order(1, "2026-11-21T00:00:00Z")));
    Fetched first = shopify.next(credential, orders(), marked(), run);
    assertThatThrownBy(() -> shopify.next(credential, orders(), first.position(), run))
        .hasMessageContaining("cursor");
  }

  @Test
  void what_is_too_costly_is_asked_for_by_half_from_then_on() {
    shop.bodies(
        "OrdersSince",
        "{\"errors\":[{\"message\":\"Query cost is 1010\",\"extensions\":{\"code\":\"MAX_COST_EXCEEDED\"}}]}",
        "{\"data\":" + NO_ORDERS + "}");
    Position end = readAll(orders(), marked(), new ArrayList<>());
    assertThat(shop.asked("OrdersSince"))
        .extracting(it -> it.path("first").asInt())
        .containsExactly(4, 2);
    assertThat(end.value().path("first").asInt()).isEqualTo(2);
  }

  @Test
  void a_type_that_may_not_be_read_is_skipped_and_its_position_stays() {
    shop.bodies(
        "OrdersSince",
        "{\"data\":null,\"errors\":[{\"message\":\"Access denied for orders field.\",\"extensions\":{\"code\":\"ACCESS_DENIED\",\"requiredAccess\":\"`read_orders` access scope.\"}}]}");
    Fetched skipped = shopify.next(credential, orders(), marked(), run);
    assertThat(skipped.isLast()).isTrue();
    assertThat(skipped.position()).isEqualTo(marked());
    assertThat(skipped.skipped()).hasValueSatisfying(it -> assertThat(it).contains("read_orders"));
    assertThat(run.errors().samples()).singleElement().asString().contains("read_orders");
  }

  @Test
  void an_order_without_the_customer_whom_we_may_not_see_is_stored() {
    shop.bodies(
        "OrdersSince",
        "{\"data\":{\"orders\":{\"nodes\":["
            + order(1, "2026-11-21T00:00:00Z")
            + "],"
            + NO_MORE
            + "}},\"errors\":[{\"message\":\"This app is not approved to access the Customer object.\",\"path\":[\"orders\",\"nodes\",0,\"customer\"],\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]}");
    Fetched page = shopify.next(credential, orders(), marked(), run);
    assertThat(page.records()).hasSize(1);
    assertThat(page.isPartial()).isTrue();
    assertThat(run.errors().total()).isZero();
  }

  @Test
  void a_query_that_does_not_fit_the_version_fails() {
    shop.bodies(
        "OrdersSince",
        "{\"errors\":[{\"message\":\"Field 'x' doesn't exist\",\"extensions\":{\"code\":\"undefinedField\"}}]}");
    assertThatThrownBy(() -> shopify.next(credential, orders(), marked(), run))
        .hasMessageContaining("OrdersSince")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_FAILED);
  }

  /** CR-09. */
  @Test
  void levels_of_all_locations_are_read_and_the_mark_is_when_that_began() {
    Instant begun = clock.instant();
    shop.data(
            "Locations",
            "{\"locations\":{\"nodes\":[{\"id\":\"gid://shopify/Location/1\"},{\"id\":\"gid://shopify/Location/2\"}],"
                + NO_MORE
                + "}}")
        .data(
            "LocationLevels",
            "{\"location\":{\"id\":\"gid://shopify/Location/1\",\"inventoryLevels\":{\"nodes\":[{\"id\":\"a\"}],\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c\"}}}}",
            "{\"location\":{\"id\":\"gid://shopify/Location/1\",\"inventoryLevels\":{\"nodes\":[{\"id\":\"b\"}],"
                + NO_MORE
                + "}}}",
            "{\"location\":null}");
    List<JsonNode> records = new ArrayList<>();
    Position end = readAll(Reading.changes("inventory"), marked(), records);
    assertThat(records).hasSize(2);
    assertThat(Instant.parse(end.value().path("mark").asText())).isAfterOrEqualTo(begun);
    assertThat(shop.asked("LocationLevels"))
        .extracting(it -> it.path("id").asText() + " " + it.path("after").asText())
        .containsExactly(
            "gid://shopify/Location/1 null",
            "gid://shopify/Location/1 c",
            "gid://shopify/Location/2 null");
  }

  @Test
  void a_window_is_read_again_beside_the_mark() {
    shop.data("OrdersSince", page(null, order(1, "2026-01-05T00:00:00Z")));
    Reading window =
        Reading.window(
            "orders",
            Instant.parse("2026-01-01T00:00:00Z"),
            Optional.of(Instant.parse("2026-02-01T00:00:00Z")));
    Fetched read = shopify.next(credential, window, Position.FIRST, run);
    assertThat(read.isLast()).isTrue();
    assertThat(read.position().value().has("mark")).isFalse();
    assertThat(shop.asked("OrdersSince").get(0).path("filter").asText())
        .isEqualTo("updated_at:>='2026-01-01T00:00:00Z' AND updated_at:<'2026-02-01T00:00:00Z'");
  }

  @Test
  void a_window_that_was_broken_off_is_not_gone_on_with_as_another_one() {
    shop.data("OrdersSince", page("c1", order(1, "2026-01-05T00:00:00Z")), page(null, ""));
    Reading january =
        Reading.window("orders", Instant.parse("2026-01-01T00:00:00Z"), Optional.empty());
    Reading march =
        Reading.window("orders", Instant.parse("2026-03-01T00:00:00Z"), Optional.empty());
    Position broken = shopify.next(credential, january, Position.FIRST, run).position();
    shopify.next(credential, march, broken, run);
    JsonNode asked = shop.asked("OrdersSince").get(1);
    assertThat(asked.path("filter").asText()).isEqualTo("updated_at:>='2026-03-01T00:00:00Z'");
    assertThat(asked.path("after").isNull()).isTrue();
  }

  @Test
  void who_does_not_see_all_orders_cannot_tell_which_are_gone() {
    shop.data("ConnectionTest", connection(ShopStub.SHOP, "read_orders"));
    Fetched listed = shopify.next(credential, Reading.ids("orders"), Position.FIRST, run);
    assertThat(listed.skipped())
        .hasValueSatisfying(it -> assertThat(it).contains("read_all_orders"));
    assertThat(run.errors().total()).as("that is no error").isZero();
    assertThat(shop.asked("BulkRun")).isEmpty();
  }

  @Test
  void a_connection_says_which_types_may_not_be_read_and_why() {
    shop.data("ConnectionTest", connection(ShopStub.SHOP, "write_orders", "read_inventory"));
    Connection connection = shopify.test(credential, run);
    assertThat(connection.refused()).containsOnlyKeys("products", "customers", "inventory");
    assertThat(connection.refused().get("inventory")).contains("read_locations");
    assertThat(connection.served()).hasValue("2026-10");
    assertThat(connection.facts().path("currency").asText()).isEqualTo("EUR");
  }

  /** CR-05. */
  @Test
  void a_token_of_another_shop_is_refused() {
    shop.data("ConnectionTest", connection("two.myshopify.com", "read_orders"));
    assertThatThrownBy(() -> shopify.test(credential, run))
        .hasMessageContaining("two.myshopify.com")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.AUTH_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example", "one.myshopify.com.evil.example", "one.myshopify.com/@evil.example",
            "a b.myshopify.com",
        "evil.example#.myshopify.com", "", "{shop}.myshopify.com", "one.myshopify.com\n"
      })
  void what_is_no_shop_is_not_called(String account) {
    assertThatThrownBy(() -> shopify.test(credential(account), run))
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.AUTH_FAILED);
    assertThat(shopServer.getAllServeEvents()).isEmpty();
  }

  private Position readAll(Reading reading, Position from, List<JsonNode> records) {
    Position at = from;
    for (int step = 0; step < 40; step++) {
      Fetched page = shopify.next(credential, reading, at, run);
      records.addAll(page.records());
      at = page.position();
      if (page.isLast()) {
        return at;
      }
    }
    throw new AssertionError("it does not end: " + at);
  }

  /** Two orders of one line each whose result has just been fetched. */
  private Position fetchedOrders() {
    shop.data("BulkRunning", NONE_RUNNING)
        .data("BulkRun", BEGUN)
        .data("BulkPoll", poll("COMPLETED", 4, shop.fileUrl()))
        .file(
            "{\"id\":\"gid://shopify/Order/1\"}",
            line(1, 10),
            "{\"id\":\"gid://shopify/Order/2\"}",
            line(2, 20))
        .data("OrdersSince", NO_ORDERS);
    Position begun = shopify.next(credential, orders(), Position.FIRST, run).position();
    return shopify.next(credential, orders(), begun, run).position();
  }

  private static String began(String status) {
    return began(status, ShopifyQuery.BULK_ORDERS.text());
  }

  private static String began(String status, String query) {
    return "{\"bulkOperations\":{\"nodes\":[{\"id\":\"gid://shopify/BulkOperation/7\",\"status\":\""
        + status
        + "\",\"createdAt\":\"2026-11-20T10:00:00Z\",\"query\":"
        + JsonNodeFactory.instance.textNode(query)
        + "}]}}";
  }

  private int lines() {
    return JdbcClient.create(databases.staging().pool())
        .sql("SELECT count(*) FROM client_bulk_lines WHERE credential_id = ?")
        .param(credential.id())
        .query(Integer.class)
        .single();
  }

  private static Reading orders() {
    return Reading.changes("orders");
  }

  private static Position marked() {
    return new Position(StoredJson.read("{\"mark\":\"2026-11-20T00:00:00Z\"}"));
  }

  private static String order(int id, String updated) {
    return "{\"id\":\"gid://shopify/Order/"
        + id
        + "\",\"updatedAt\":\""
        + updated
        + "\",\"lineItems\":{\"nodes\":[],"
        + NO_MORE
        + "}}";
  }

  private static String line(int order, int item) {
    return "{\"id\":\"gid://shopify/LineItem/"
        + item
        + "\",\"__parentId\":\"gid://shopify/Order/"
        + order
        + "\"}";
  }

  private static String page(String cursor, String orders) {
    String more =
        cursor == null
            ? NO_MORE
            : "\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"" + cursor + "\"}";
    return "{\"orders\":{\"nodes\":[" + orders + "]," + more + "}}";
  }

  private static String poll(String status, int count, String url) {
    String link = url == null ? "null" : "\"" + url + "\"";
    return "{\"bulkOperation\":{\"id\":\"gid://shopify/BulkOperation/1\",\"status\":\""
        + status
        + "\",\"createdAt\":\"2026-11-20T10:00:00Z\",\"errorCode\":null,\"rootObjectCount\":\""
        + count
        + "\",\"objectCount\":\""
        + count
        + "\",\"url\":"
        + link
        + "}}";
  }

  private static String connection(String domain, String... scopes) {
    String handles =
        String.join(
            ",", List.of(scopes).stream().map(it -> "{\"handle\":\"" + it + "\"}").toList());
    return "{\"shop\":{\"id\":\"gid://shopify/Shop/1\",\"name\":\"One\",\"myshopifyDomain\":\""
        + domain
        + "\",\"currencyCode\":\"EUR\",\"ianaTimezone\":\"Europe/Berlin\"},\"currentAppInstallation\":{\"accessScopes\":["
        + handles
        + "]}}";
  }

  private static Credential credential(String account) {
    return new Credential(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "shopify",
        "main",
        "static_token",
        account,
        JsonNodeFactory.instance.objectNode(),
        24,
        name -> name.equals("access_token") ? Optional.of(ShopStub.TOKEN) : Optional.empty());
  }
}
