package io.syncline.sample;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.syncline.support.Invariants;
import io.syncline.support.PipelineContract;
import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another pipeline costs, and that all promises hold for it without a word of its own. */
class SampleContractIT implements PipelineContract {
  private static final String TABLE =
      "CREATE TABLE sample_articles (id text PRIMARY KEY, title varchar(20), price numeric, created_at timestamp)";

  private static final WireMockServer VENDOR =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  private static SandboxService service;

  @BeforeAll
  static void start() {
    VENDOR.start();
    offer("");
    Postgres.Pair pair = Postgres.freshPair();
    Postgres.execute(pair.stagingSource(), TABLE);
    Postgres.execute(pair.productionSource(), TABLE);
    service =
        SandboxService.with(
            Sample.class,
            pair,
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.routes-dir=src/test/resources/sample",
            "--syncline.sample.title=Articles",
            "--syncline.sample.base-url=http://localhost:" + VENDOR.port());
  }

  @AfterAll
  static void stop() {
    service.close();
    VENDOR.stop();
  }

  @BeforeEach
  void nothing_is_wrong_with_the_articles() {
    offer("");
  }

  /** Two pages of two articles, and what else the first one has. */
  private static void offer(String more) {
    VENDOR.resetAll();
    page(
        1,
        "{\"id\":\"a\",\"title\":\"A\",\"price\":1.5},{\"id\":\"b\",\"title\":\"B\",\"price\":2}"
            + more);
    page(
        2, "{\"id\":\"c\",\"title\":\"C\",\"price\":3},{\"id\":\"d\",\"title\":\"D\",\"price\":4}");
  }

  private static void page(int number, String articles) {
    VENDOR.stubFor(
        get(urlPathEqualTo("/articles"))
            .withQueryParam("page", equalTo(String.valueOf(number)))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"pages\":2,\"articles\":[" + articles + "]}")));
  }

  @Test
  void a_bad_record_costs_itself_only() {
    offer(
        ",{\"id\":\"long\",\"title\":\"of more than twenty characters\",\"price\":1},{\"id\":\"free\",\"price\":\"none\"}");
    Answer answer = run("{}");
    assertThat(answer.body().path("outcome").asText()).isEqualTo("partial");
    assertThat(answer.body().path("stats").path("rows_failed").asInt()).isEqualTo(2);
    assertThat(answer.body().path("stats").path("rows_processed").asInt()).isEqualTo(6);
    assertThat(contents().get(0)).startsWith("4 ");
    assertThat(service.staging().sql("DELETE FROM sync_dead_letters").update()).isEqualTo(2);
  }

  @Test
  void what_production_missed_comes_by_the_relay() {
    for (String table : tables()) {
      service.staging().sql(forget(table)).update();
      service.production().sql(forget(table)).update();
    }
    Postgres.takeDown(service.pair().production());
    try {
      assertThat(run("{}").body().path("production_pending").asInt()).isPositive();
    } finally {
      Postgres.bringUp(service.pair().production());
      service.renewConnections();
    }
    assertThat(contents()).hasSize(2).allMatch(it -> it.startsWith("4 "));
    assertThat(new Invariants(service.pair()).violations()).isEmpty();
  }

  @Test
  void an_unknown_parameter_is_refused() {
    assertThat(run("{\"dryrun\": true}").status()).isEqualTo(400);
  }

  @Override
  public SandboxService service() {
    return service;
  }

  @Override
  public String word() {
    return "sample";
  }

  @Override
  public List<String> tables() {
    return List.of("sample_articles");
  }

  @Override
  public String stagingPrefix() {
    return "";
  }

  @Override
  public String productionPrefix() {
    return "";
  }

  @Override
  public String again() {
    return "\"all\": true";
  }
}
