package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.proposal.Proposal;
import io.syncline.entities.engine.proposal.ProposedColumn;
import io.syncline.entities.engine.proposal.RecordTable;
import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.value.Cell;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProposalTest {
  private static final Region US = new Region(Locale.US, ZoneOffset.UTC);

  @Test
  void columns_are_proposed_by_their_names_and_their_cells() {
    assertThat(
            proposed(
                """
                Brand|Contact E-Mail|Email|MRR (USD)|Margin|Start Date|Active|Seats|Colour|Notes|notes|
                Acme|x|a@x.co|"$1,234.50"|12%|3/15/2026|yes|12|red|n|m|z
                Beta|y|b@x.co|"$5"|#N/A|"2026-03-15"|no|7||n|m|z
                Gamma||bad|12|9%|45366|true|x|blue|n|m|z
                """))
        .extracting(
            it ->
                it.sourceColumn()
                    + (it.isKey() ? "*" : "")
                    + " "
                    + it.targetField()
                    + " "
                    + it.transform()
                    + " "
                    + it.read()
                    + "/"
                    + it.cells())
        .containsExactly(
            "Brand* brand_name text 3/3",
            "Contact E-Mail null text 2/2",
            "Email email email 2/3",
            "MRR (USD) mrr currency 3/3",
            "Margin margin percent 2/2",
            "Start Date start_date date 3/3",
            "Active active boolean 3/3",
            "Seats seats integer 2/3",
            "Colour null text 2/2");
  }

  @Test
  void a_header_in_the_place_of_one_that_is_gone_is_offered_for_it() {
    Feed feed =
        Mapped.sheet(1)
            .key("Brand")
            .truth("Email", "email", "email")
            .truth("MRR", "mrr", "number")
            .feed();
    List<GridRow> grid = Grids.of("Brand|Primary email|MRR\nAcme|a@x.co|5");
    assertThat(Proposal.of(Mapped.PARTNERS, US, grid.get(0), grid.subList(1, 2), feed.columns()))
        .containsExactly(
            new ProposedColumn("Primary email", "email", false, "email", 1, 1, "Email"));
  }

  @Test
  void a_header_that_is_like_no_field_is_offered_where_the_gone_one_stood() {
    Feed feed =
        Mapped.sheet(1)
            .key("Brand")
            .truth("MRR", "mrr", "number")
            .truth("Tier", "tier", "text")
            .feed();
    List<GridRow> grid = Grids.of("Colour|Brand|Monthly|Tier|Size\nred|Acme|5|gold|x");
    assertThat(Proposal.of(Mapped.PARTNERS, US, grid.get(0), grid.subList(1, 2), feed.columns()))
        .containsExactly(
            new ProposedColumn("Colour", null, false, "text", 1, 1, null),
            new ProposedColumn("Monthly", "mrr", false, "number", 1, 1, "MRR"),
            new ProposedColumn("Size", null, false, "text", 1, 1, null));
  }

  @Test
  void a_key_that_is_gone_stays_the_key_and_one_that_is_there_has_no_second() {
    Feed feed = Mapped.sheet(1).key("Brand").truth("Tier", "tier", "text").feed();
    List<GridRow> renamed = Grids.of("Company|Tier\nAcme|gold");
    assertThat(Proposal.of(Mapped.PARTNERS, US, renamed.get(0), List.of(), feed.columns()))
        .containsExactly(new ProposedColumn("Company", "brand_name", true, "text", 0, 0, "Brand"));
    List<GridRow> there = Grids.of("Brand|Tier|Brand name\nAcme|gold|x");
    assertThat(Proposal.of(Mapped.PARTNERS, US, there.get(0), List.of(), feed.columns()))
        .containsExactly(new ProposedColumn("Brand name", null, false, "text", 0, 0, null));
  }

  @Test
  void records_are_a_table_with_a_column_for_each_path() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    List<GridRow> table =
        RecordTable.of(
            List.of(
                new ApiRecord("1", json.readTree("{\"id\": 1, \"name\": {\"first\": \"A\"}}")),
                new ApiRecord(
                    "2", json.readTree("{\"id\": 2, \"\": 3, \"tags\": [1], \"on\": true}"))),
            List.of("id", "gone.member"));
    assertThat(table)
        .extracting(row -> row.cells().stream().map(Cell::spelling).toList())
        .containsExactly(
            List.of("id", "gone.member", "name.first", "tags", "on"),
            List.of("1", "", "A", "", ""),
            List.of("2", "", "", "[1]", "TRUE"));
  }

  private static List<ProposedColumn> proposed(String text) {
    List<GridRow> grid = Grids.of(text.strip());
    return Proposal.of(Mapped.PARTNERS, US, grid.get(0), grid.subList(1, grid.size()), List.of());
  }
}
