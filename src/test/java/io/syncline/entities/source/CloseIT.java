package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CRM as the simulated Close has it; a walk yields a hundred records and no more. */
class CloseIT extends SandboxSources {

  /** SE-02. */
  @Test
  void all_leads_are_read_although_a_walk_yields_a_part_of_them() {
    FeedRead.Rows read = readOne("close", "{}", feed("lead"));
    int all =
        service
            .get("/sandbox/close/api/v1/lead/", "Authorization", "Basic a2V5Og==")
            .body()
            .path("total_results")
            .asInt();
    assertThat(all).isGreaterThan(230);
    assertThat(ids(read)).hasSize(all).doesNotHaveDuplicates();
    assertThat(read.isWhole()).isTrue();
  }

  @Test
  void later_reads_are_of_what_changed_and_what_was_merged_is_missed_by_a_whole_one_only() {
    FeedOrder leads = feed("lead");
    FeedRead.Rows first = readOne("close", "{}", leads);
    String winner = ids(first).get(0);
    String loser = ids(first).get(1);
    service.post(
        "/sandbox/admin/close/merges",
        "{\"winner\":\"%s\",\"loser\":\"%s\"}".formatted(winner, loser));
    FeedRead.Rows second = readOne("close", "{}", after(leads, first));
    assertThat(second.isWhole()).isFalse();
    assertThat(ids(second)).contains(winner).doesNotContain(loser).hasSizeLessThan(30);
    FeedRead.Rows whole = readOne("close", "{}", leads);
    assertThat(whole.isWhole()).isTrue();
    assertThat(ids(whole)).hasSameSizeAs(ids(first).subList(1, ids(first).size()));
  }

  @Test
  void only_what_is_mapped_is_asked_for() {
    FeedRead.Rows read = readOne("close", "{}", feed("opportunity"));
    JsonNode first = ((Row.OfApi) read.rows().iterator().next()).record().json();
    assertThat(first.has("date_updated")).isTrue();
    assertThat(first.has("confidence")).isFalse();
  }

  @Test
  void everybody_waits_as_long_as_the_header_says() {
    fault("close", "HTTP_429", ",\"count\":1,\"delay_ms\":1000");
    assertThat(ids(readOne("close", "{}", feed("contact")))).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_401,CLOSE_API_KEY",
    "HTTP_402,the plan of this Close organisation",
    "HTTP_403,may not read this"
  })
  void what_close_refuses_has_its_code(String kind, String words) {
    fault("close", kind, "");
    assertRefused("close", order("{}", feed("lead")), StopReason.AUTH_FAILED, words);
  }

  @ParameterizedTest
  @CsvSource({"HTTP_503", "HTTP_500", "GARBAGE", "TRUNCATED"})
  void what_may_pass_is_tried_again(String kind) {
    fault("close", kind, ",\"count\":2");
    assertThat(ids(readOne("close", "{}", feed("opportunity")))).hasSize(120);
  }

  @Test
  void a_kind_that_close_does_not_have_is_a_wrong_configuration() {
    List<String> faults =
        service.bean(SourceKinds.class).of("close").faults(json("{'key':'x'}"), Set.of("deal"));
    assertThat(faults)
        .containsExactly(
            "connector_config.key: unknown", "tab_name: one of contact, lead, opportunity");
  }
}
