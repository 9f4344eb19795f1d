package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.record.StoredJson;
import io.syncline.core.source.CallCost;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Shopify means is mostly within the body. */
class ShopifyMeaningsTest {
  private static final String COST =
      "\"extensions\":{\"cost\":{\"requestedQueryCost\":752,\"actualQueryCost\":null,\"throttleStatus\":"
          + "{\"maximumAvailable\":1000.0,\"currentlyAvailable\":666,\"restoreRate\":50.0}}}";

  private final ShopifyMeanings meanings = new ShopifyMeanings();

  @Test
  void a_throttled_200_says_itself_how_long_to_wait() {
    assertThat(meanings.of(answer(200, "{" + errors("THROTTLED") + "," + COST + "}")))
        .hasValue(Meaning.retryAfter(Duration.ofMillis(1_720), "Shopify throttles"));
    assertThat(meanings.of(answer(200, "{" + errors("THROTTLED") + "}")))
        .hasValue(Meaning.retryAfter(Duration.ofSeconds(2), "Shopify throttles"));
  }

  @Test
  void what_a_call_cost_is_read_and_what_is_no_figure_is_not() {
    assertThat(ShopifyMeanings.cost(answer(200, "{" + COST + "}")))
        .hasValue(new CallCost(752, 666, 1_000, 50));
    assertThat(ShopifyMeanings.cost(answer(200, "{\"extensions\":{\"cost\":\"many\"}}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INTERNAL_SERVER_ERROR", "TIMEOUT"})
  void what_may_pass_is_tried_again(String code) {
    assertThat(meanings.of(answer(200, "{" + errors(code) + "}")))
        .get()
        .isInstanceOf(Meaning.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCESS_DENIED", "MAX_COST_EXCEEDED", "undefinedField"})
  void what_a_query_has_to_deal_with_is_left_to_it(String code) {
    assertThat(meanings.of(answer(200, "{" + errors(code) + "}"))).isEmpty();
  }

  @Test
  void a_dead_token_is_renewed() {
    assertThat(meanings.of(answer(401, "{\"errors\":\"[API] Invalid API key\"}")))
        .get()
        .isInstanceOf(Meaning.Renew.class);
  }

  @ParameterizedTest
  @CsvSource({
    "301, domain has changed",
    "402, frozen",
    "403, scopes",
    "404, no such shop",
    "423, locked"
  })
  void what_the_owner_has_to_mend_says_what_that_is(int status, String words) {
    assertThat(meanings.of(answer(status, "{\"errors\":\"x\"}")))
        .get()
        .asInstanceOf(InstanceOfAssertFactories.type(Meaning.Stop.class))
        .satisfies(stop -> assertThat(stop.reason()).isEqualTo(StopReason.AUTH_FAILED))
        .satisfies(stop -> assertThat(stop.words()).contains(words));
  }

  @Test
  void a_web_page_with_403_is_not_Shopify_s_word() {
    assertThat(meanings.of(new SourceAnswer(403, MissingNode.getInstance()))).isEmpty();
  }

  private static String errors(String code) {
    return "\"errors\":[{\"message\":\"m\",\"extensions\":{\"code\":\"" + code + "\"}}]";
  }

  private static SourceAnswer answer(int status, String body) {
    return new SourceAnswer(status, StoredJson.read(body));
  }
}
