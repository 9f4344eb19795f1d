package io.syncline.stockx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The access token and the refresh token behind it. */
class StockxTokensIT extends StockxShop {

  @Test
  void a_refused_refresh_token_is_asked_once_however_many_workers_wait() {
    fault("{\"source\":\"stockx\",\"kind\":\"INVALID_GRANT\"}");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\"}");
    run("?force=true");
    assertThat(stopReason()).contains("STOCKX_REFRESH_TOKEN").doesNotContain("CLIENT");
    assertThat(requests("oauth")).isEqualTo(1);
    run("?force=true");
    assertThat(requests("oauth")).as("the next run asks again").isEqualTo(2);
  }

  @Test
  void a_wrong_client_secret_is_named_and_not_the_refresh_token() {
    fault("{\"source\":\"stockx\",\"kind\":\"ACCESS_DENIED\"}");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\"}");
    run("?force=true");
    assertThat(stopReason())
        .contains("STOCKX_CLIENT_ID")
        .contains("STOCKX_CLIENT_SECRET")
        .doesNotContain("REFRESH_TOKEN");
    assertThat(requests("oauth")).isEqualTo(1);
  }

  @Test
  void a_refusal_with_a_nul_in_it_ends_the_run_like_any_other() {
    fault("{\"source\":\"stockx\",\"kind\":\"ODD_REFUSAL\"}");
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\"}");
    assertThat(run("?force=true").status()).isNotEqualTo(202);
    assertThat(outcome()).isEqualTo("failed");
    assertThat(errorCode()).isEqualTo("SOURCE_REFUSED_KEY");
    assertThat(stopReason()).contains("(HTTP 400 invalid_grant  )");
  }

  @Test
  void a_token_that_lives_shorter_than_the_reserve_is_not_renewed_before_every_call() {
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    fault("{\"source\":\"stockx\",\"kind\":\"SHORT_LIFE\"}");
    assertCounts(run(""), 4, 1);
    assertThat(requests("oauth")).isEqualTo(1);
  }

  @Test
  void a_replaced_refresh_token_that_staging_does_not_take_is_used_and_stored_later() {
    staging.execute(
        "CREATE FUNCTION refuse() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql");
    staging.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON stored_secrets EXECUTE FUNCTION refuse()");
    fault("{\"source\":\"stockx\",\"kind\":\"ROTATED_GRANT\",\"count\":1}");
    renewed();
    renewed();
    assertThat(count("SELECT count(*) FROM stored_secrets")).isZero();
    staging.execute("DROP TRIGGER refuse ON stored_secrets");
    renewed();
    assertThat(count("SELECT count(*) FROM stored_secrets")).isEqualTo(1);
    renewed();
    staging.execute("DROP FUNCTION refuse()");
  }

  @Test
  void the_simulated_token_host_wants_a_client() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service.url() + "/sandbox/stockx/oauth/token"))
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "grant_type=refresh_token&audience=gateway.stockx.com&client_secret=s&refresh_token=r"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("access_denied");
  }

  @Test
  @DisplayName("SX-30: the time that a 429 names is waited; one that is too long ends the run")
  void the_time_that_a_429_names_is_waited() {
    fault(
        "{\"source\":\"stockx\",\"kind\":\"RETRY_AFTER\",\"count\":1,\"delay_ms\":1000,\"endpoint\":\"market-data\"}");
    JsonNode answer = run("?force=true").body();
    assertThat(answer.path("successCount").asInt()).isEqualTo(4);
    assertThat(answer.path("duration").asLong()).isGreaterThanOrEqualTo(1_000);
    fault(
        "{\"source\":\"stockx\",\"kind\":\"RETRY_AFTER\",\"delay_ms\":90000,\"endpoint\":\"market-data\"}");
    run("?force=true");
    assertThat(errorCode()).isEqualTo("SOURCE_THROTTLED");
    assertThat(outcome()).as("no price was read").isEqualTo("failed");
  }

  /** A run whose first call is answered 401, so that it needs a new token. */
  private static void renewed() {
    fault("{\"source\":\"stockx\",\"kind\":\"HTTP_401\",\"count\":1}");
    assertThat(run("?force=true").body().path("success").asBoolean()).isTrue();
    assertThat(outcome()).isNotEqualTo("failed");
    assertThat(count("SELECT count(*) FROM stockx_products WHERE synced_at IS NOT NULL"))
        .isEqualTo(4);
  }

  private static String stopReason() {
    return staging.queryForObject(
        "SELECT failure ->> 'message' FROM sync_runs ORDER BY started_at DESC LIMIT 1",
        String.class);
  }
}
