package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.error.StopReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two APIs of different paging, read by configuration alone. */
class JsonApiIT extends SandboxSources {
  private static final String EMPLOYEES =
      """
      {'base_url':'%s/sandbox/people/v1','authorization':{'kind':'bearer'},
       'pace':{'per_second':100,'per_minute':6000},
       'lists':{'employees':{'path':'/employees','query':{'per_page':'50'},'id':'id',
         'pages':{'by':'link_header'},'changed':{'parameter':'updated_after','at':'updated_at'}}}}
      """;
  private static final String ITEMS =
      """
      {'base_url':'%s/sandbox/stock/v2','authorization':{'kind':'header','name':'X-Api-Key'},
       'pace':{'per_second':100,'per_minute':6000},
       'lists':{'items':{'path':'/items','query':{'limit':'100'%s},'records':'data.items','id':'id',
         'pages':%s,'changed':{'parameter':'modified_since','at':'modified_at'}}}}
      """;

  @Test
  void a_link_header_leads_from_page_to_page() {
    FeedRead.Rows read = employees(feed("employees"));
    assertThat(ids(read)).hasSize(130).doesNotHaveDuplicates();
    assertThat(read.isWhole()).isTrue();
    assertThat(read.locale()).as("it has no properties of its own").isEqualTo("en_US");
    assertThat(read.timeZone()).isEqualTo("UTC");
    assertThat(calls("json", "employees")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'by':'cursor','at':'paging.next_cursor','parameter':'cursor'} |              | 3 | true
          {'by':'number','parameter':'page'}                             |              | 4 | false
          {'by':'number','parameter':'page','size':100}                  |              | 3 | false
          {'by':'offset','parameter':'offset','size':100}                |              | 3 | false
          {'by':'link','at':'links.next'}                                | ,'links':'1' | 3 | false
          """)
  void pages_go_on_as_the_configuration_says(
      String pages, String query, int calls, boolean isWhole) {
    FeedRead.Rows read = items(pages, query == null ? "" : query, feed("items"));
    assertThat(ids(read)).hasSize(230).doesNotHaveDuplicates();
    assertThat(calls("json", "items")).isEqualTo(calls);
    assertThat(read.isWhole()).as("nothing can have been passed over").isEqualTo(isWhole);
  }

  @Test
  void counted_pages_are_whole_where_there_is_one() {
    String few = "{'by':'number','parameter':'page','size':100}";
    FeedRead.Rows read = items(few, ",'modified_since':'2999-01-01T00:00:00Z'", feed("items"));
    assertThat(read.isWhole()).isTrue();
  }

  @Test
  void what_changed_is_asked_for_from_a_little_before_the_newest_change() {
    FeedOrder feed = feed("employees");
    FeedRead.Rows first = employees(feed);
    FeedRead.Rows second = employees(after(feed, first));
    assertThat(second.isWhole()).isFalse();
    assertThat(ids(second)).hasSize(1);
  }

  @Test
  void so_many_as_are_enough_are_asked_for() {
    FeedOrder all = feed("employees");
    FeedOrder ten = new FeedOrder(all.id(), "employees", all.sheetId(), Set.of(), all.cursor(), 10);
    assertThat(employees(ten).isWhole()).isFalse();
    assertThat(calls("json", "employees")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"GARBAGE", "TRUNCATED"})
  void what_may_pass_is_tried_again_and_what_stays_ends_the_reading(String kind) {
    fault("json", kind, ",\"count\":2,\"endpoint\":\"employees\"");
    assertThat(ids(employees(feed("employees")))).hasSize(130);
    fault("json", kind, ",\"endpoint\":\"employees\"");
    SourceOrder order = order(EMPLOYEES.formatted(service.url()), feed("employees"));
    secret(order.sourceId(), "sandbox-not-a-secret");
    assertRefused("rest", order, StopReason.SOURCE_GARBAGE, "not JSON");
  }

  @Test
  void a_link_that_leads_away_is_not_followed() {
    fault("json", "FOREIGN_LINK", "");
    SourceOrder order = order(EMPLOYEES.formatted(service.url()), feed("employees"));
    secret(order.sourceId(), "sandbox-not-a-secret");
    assertRefused("rest", order, StopReason.SOURCE_FAILED, "not below its URL");
    assertThat(calls("json", "employees")).isEqualTo(1);
  }

  @Test
  void a_cursor_that_goes_round_ends_the_reading() {
    fault("json", "LOOPING_CURSOR", "");
    SourceOrder order =
        order(
            ITEMS.formatted(
                service.url(),
                "",
                "{'by':'cursor','at':'paging.next_cursor','parameter':'cursor'}"),
            feed("items"));
    secret(order.sourceId(), "sandbox-key");
    assertRefused("rest", order, StopReason.SOURCE_FAILED, "lead back");
    assertThat(calls("json", "items")).isLessThan(4);
  }

  @Test
  void a_page_without_its_list_is_no_empty_page() {
    SourceOrder order =
        order(
            EMPLOYEES.formatted(service.url()).replace("'id':'id'", "'records':'data','id':'id'"),
            feed("employees"));
    secret(order.sourceId(), "sandbox-not-a-secret");
    assertRefused("rest", order, StopReason.SOURCE_FAILED, "no list at \"data\"");
  }

  @Test
  void a_credential_that_is_missing_or_wrong_has_its_code() {
    SourceOrder order = order(EMPLOYEES.formatted(service.url()), feed("employees"));
    assertRefused("rest", order, StopReason.AUTH_FAILED, "is to be stored anew");
    secret(order.sourceId(), "wrong\r\nX-Evil: 1");
    assertRefused("rest", order, StopReason.AUTH_FAILED, "is to be stored anew");
    secret(order.sourceId(), "wrong");
    assertRefused("rest", order, StopReason.AUTH_FAILED, "HTTP 401");
  }

  @Test
  void a_host_that_is_not_listed_is_a_wrong_configuration() {
    SourceOrder order = order(EMPLOYEES.formatted("https://169.254.169.254"), feed("employees"));
    assertRefused("rest", order, StopReason.CONFIG_INVALID, "connector_config.base_url: its host");
    assertThat(
            service
                .bean(SourceKinds.class)
                .of("rest")
                .faults(json(EMPLOYEES.formatted(service.url())), Set.of("nobody")))
        .containsExactly("tab_name: one of connector_config.lists: employees");
  }

  @Test
  void a_list_that_is_gone_costs_itself_only() {
    FeedOrder gone = feed("nobody");
    FeedOrder there = feed("employees");
    SourceOrder order = order(EMPLOYEES.formatted(service.url()), gone, there);
    secret(order.sourceId(), "sandbox-not-a-secret");
    Map<UUID, FeedRead> reads = read("rest", order);
    assertThat(reads.get(there.id())).isInstanceOf(FeedRead.Rows.class);
    assertThat(reads.get(gone.id())).isInstanceOf(FeedRead.Failed.class);
  }

  private FeedRead.Rows employees(FeedOrder feed) {
    return readWith(EMPLOYEES.formatted(service.url()), "sandbox-not-a-secret", feed);
  }

  private FeedRead.Rows items(String pages, String query, FeedOrder feed) {
    return readWith(ITEMS.formatted(service.url(), query, pages), "sandbox-key", feed);
  }

  private FeedRead.Rows readWith(String config, String secret, FeedOrder feed) {
    SourceOrder order = new SourceOrder(UUID.randomUUID(), "API", json(config), List.of(feed));
    secret(order.sourceId(), secret);
    return (FeedRead.Rows) read("rest", order).get(feed.id());
  }
}
