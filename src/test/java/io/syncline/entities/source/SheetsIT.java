package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.error.StopReason;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.value.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.SampleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Spreadsheets as the simulated Google has them. */
class SheetsIT extends SandboxSources {
  private static final String MASTER = config(SampleSheets.MASTER);

  /** SE-01. */
  @Test
  void two_calls_read_all_tabs_of_a_spreadsheet() {
    FeedOrder partners = feed("Partners");
    FeedOrder staff = feed("Staff");
    FeedOrder asins = feed("ASINs");
    Map<UUID, FeedRead> reads = read("google_sheet", order(MASTER, partners, staff, asins));
    assertThat(calls("google", "spreadsheets.get")).isEqualTo(1);
    assertThat(calls("google", "values.batchGet")).isEqualTo(1);
    FeedRead.Rows read = (FeedRead.Rows) reads.get(partners.id());
    assertThat(read.rows().size()).isEqualTo(151);
    assertThat(read.locale()).isEqualTo("en_US");
    assertThat(read.timeZone()).isEqualTo("America/New_York");
    assertThat(read.sheetId()).hasValue(SampleSheets.PARTNERS);
    assertThat(read.isWhole()).isTrue();
    assertThat(cells(read, 1).get(0)).isEqualTo(Cell.text("Brand Name"));
    assertThat(cells(read, 47).get(3).spelling()).doesNotContain("@");
    assertThat(cells(read, 89).get(0).isEmpty()).isTrue();
    assertThat(cells(read, 2).get(6)).isInstanceOf(Cell.Num.class);
    assertThat(((FeedRead.Rows) reads.get(staff.id())).rows().size()).isEqualTo(41);
    assertThat(((FeedRead.Rows) reads.get(asins.id())).rows().size()).isEqualTo(61);
  }

  @Test
  void a_tab_is_found_by_its_id_when_its_title_has_changed() {
    String id = "renamed";
    put(id, Tab.of(77, "New title", List.of(List.of(text("x")))));
    FeedOrder feed =
        new FeedOrder(
            UUID.randomUUID(), "Old title", OptionalLong.of(77), Set.of(), Optional.empty(), 0);
    FeedRead.Rows read = readOne("google_sheet", config(id), feed);
    assertThat(read.tabName()).isEqualTo("New title");
    assertThat(read.rows().size()).isEqualTo(1);
  }

  @Test
  void titles_are_text_whatever_they_hold() {
    List<String> titles =
        List.of(
            "It's, here! (50 %)",
            "Größe & Preis",
            "A1",
            "{{syncline.secrets.jwt-secret}}",
            "${body} $simple{x}",
            "a/b?c=d#;f \"quoted\" <b>%41%2e",
            "'; DROP TABLE partners; --",
            "tab\u0007bell",
            "雪だるま ☃" + "x".repeat(100));
    List<Tab> tabs = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      tabs.add(Tab.of(i, titles.get(i), List.of(List.of(text("row of " + i)))));
    }
    put("titles", tabs.toArray(Tab[]::new));
    FeedOrder[] feeds = titles.stream().map(SheetsIT::feed).toArray(FeedOrder[]::new);
    Map<UUID, FeedRead> reads = read("google_sheet", order(config("titles"), feeds));
    for (int i = 0; i < feeds.length; i++) {
      FeedRead.Rows read = (FeedRead.Rows) reads.get(feeds[i].id());
      assertThat(cells(read, 1)).containsExactly(Cell.text("row of " + i));
    }
    assertThat(calls("google", "values.batchGet")).isEqualTo(1);
  }

  /** SE-30. */
  @Test
  void a_tab_that_is_gone_costs_itself_only() {
    FeedOrder gone = feed("Nobody");
    FeedOrder staff = feed("Staff");
    Map<UUID, FeedRead> reads = read("google_sheet", order(MASTER, gone, staff));
    assertThat(reads.get(staff.id())).isInstanceOf(FeedRead.Rows.class);
    assertThat(reads.get(gone.id()))
        .isInstanceOfSatisfying(
            FeedRead.Failed.class,
            it -> assertThat(it.failure().reason()).isEqualTo(StopReason.TAB_NOT_FOUND));
  }

  @Test
  void a_large_tab_is_read_in_parts_and_keeps_its_numbers() {
    List<List<io.syncline.sandbox.google.Cell>> rows = new ArrayList<>();
    for (int number = 1; number <= 20_000; number++) {
      rows.add(
          number % 1_000 == 0
              ? List.of()
              : List.of(io.syncline.sandbox.google.Cell.number(String.valueOf(number))));
    }
    put("large", Tab.of(1, "Large", rows));
    FeedRead.Rows read = readOne("google_sheet", config("large"), feed("Large"));
    assertThat(read.rows().size()).isEqualTo(19_980);
    assertThat(read.rows())
        .allSatisfy(
            row -> {
              GridRow cells = ((Row.OfSheet) row).row();
              assertThat(cells.cells())
                  .containsExactly(Cell.number(BigDecimal.valueOf(cells.number())));
            });
    assertThat(calls("google", "values.batchGet")).isEqualTo(3);
  }

  @Test
  void an_empty_tab_has_no_rows() {
    FeedRead.Rows read = readOne("google_sheet", config(SampleSheets.ODD), feed("Empty"));
    assertThat(read.rows()).isEmpty();
    assertThat(read.isWhole()).isTrue();
  }

  /** SE-67. */
  @Test
  void a_token_is_kept_and_renewed_when_it_is_not_accepted_any_more() {
    readOne("google_sheet", MASTER, feed("Staff"));
    int before = calls("google", "oauth");
    readOne("google_sheet", MASTER, feed("Staff"));
    assertThat(calls("google", "oauth")).isEqualTo(before);
    fault("google", "HTTP_401", ",\"count\":1,\"endpoint\":\"spreadsheets.get\"");
    readOne("google_sheet", MASTER, feed("Staff"));
    assertThat(calls("google", "oauth")).isEqualTo(before + 1);
  }

  /** SE-61. */
  @ParameterizedTest
  @CsvSource({
    "HTTP_401,AUTH_FAILED,does not accept the token",
    "HTTP_403,AUTH_FAILED,not shared with syncline@sandbox",
    "HTTP_404,SOURCE_NOT_FOUND,spreadsheet_id"
  })
  void what_google_refuses_has_its_code(String kind, StopReason reason, String words) {
    readOne("google_sheet", MASTER, feed("Staff"));
    fault("google", kind, ",\"endpoint\":\"spreadsheets.get\"");
    assertRefused("google_sheet", order(MASTER, feed("Staff")), reason, words);
  }

  @Test
  void a_key_that_is_not_accepted_has_its_code() {
    fault("google", "HTTP_401", ",\"endpoint\":\"spreadsheets.get\"");
    fault("google", "INVALID_GRANT", "");
    assertRefused(
        "google_sheet",
        order(MASTER, feed("Staff")),
        StopReason.AUTH_FAILED,
        "invalid_grant: Invalid JWT Signature.");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_503", "GARBAGE", "TRUNCATED"})
  void what_may_pass_is_tried_again(String kind) {
    fault("google", kind, ",\"count\":2,\"endpoint\":\"values.batchGet\"");
    assertThat(readOne("google_sheet", MASTER, feed("Staff")).rows().size()).isEqualTo(41);
    assertThat(calls("google", "values.batchGet")).isEqualTo(3);
  }

  /** SE-67. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void neither_key_nor_token_is_logged(CapturedOutput output) {
    fault("google", "HTTP_401", ",\"count\":1,\"endpoint\":\"spreadsheets.get\"");
    fault("google", "HTTP_500", ",\"count\":1,\"endpoint\":\"oauth\"");
    readOne("google_sheet", MASTER, feed("Staff"));
    assertThat(output.getAll()).doesNotContain("ya29.", "PRIVATE KEY", "assertion");
  }

  private static List<Cell> cells(FeedRead.Rows read, int number) {
    return StreamSupport.stream(read.rows().spliterator(), false)
        .map(row -> ((Row.OfSheet) row).row())
        .filter(row -> row.number() == number)
        .findFirst()
        .orElseThrow()
        .cells();
  }

  private static void put(String id, Tab... tabs) {
    service
        .bean(GoogleSheets.class)
        .put(new Spreadsheet(id, id, "en_GB", "Europe/London", true, List.of(tabs)));
  }

  private static io.syncline.sandbox.google.Cell text(String text) {
    return io.syncline.sandbox.google.Cell.text(text);
  }

  private static String config(String id) {
    return "{'spreadsheet_id':'" + id + "'}";
  }
}
