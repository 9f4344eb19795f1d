package io.syncline.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The statements that docs/design/write-path.md shows are those that are run. */
class StatementsPageTest {
  private static final Path PAGE = Path.of("docs/design/write-path.md");
  private static final String BEGIN = "<!-- statements, generated -->\n";
  private static final String END = "<!-- end of statements -->";

  private static final Stream SALES =
      Stream.into(
              "sales",
              "sales",
              2,
              List.of(
                  Column.text("code"),
                  Column.date("day"),
                  Column.integer("units"),
                  Column.numeric("price")))
          .keyedByRange()
          .touching();

  private static final Stream FACTORS =
      Stream.into(
              "factors",
              "listings",
              1,
              List.of(Column.text("maker"), Column.numeric("factor", 5, 4)))
          .unprefixed()
          .updating();

  private static final Stream VISITS =
      Stream.into(
              "visits",
              "visits",
              2,
              List.of(
                  Column.uuid("client"),
                  Column.text("code"),
                  Column.text("hash"),
                  Column.timestamptz("seen_at"),
                  Column.json("data")))
          .touching()
          .guardedBy("hash", "seen_at")
          .partitionedBy("client", "visits_%s");

  private record Shown(String title, String words, String statement) {}

  @Test
  void the_page_shows_the_statements_that_are_run() throws IOException {
    String page = Files.readString(PAGE);
    String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
    assertThat(shown)
        .as("%s should have this between its markers:%n%s", PAGE, generated())
        .isEqualTo(generated());
  }

  @Test
  void all_partitions_have_one_text_to_be_written_by() {
    Database staging = database("staging", "dev_");
    Stream one = VISITS.partition(new UUID(0, 1));
    assertThat(new StreamSql(one, staging).staging(true))
        .isEqualTo(new StreamSql(VISITS, staging).staging(false))
        .doesNotContain("visits_");
    assertThat(new StreamSql(one, staging).current())
        .contains("\"dev_visits_00000000_0000_0000_0000_000000000001\"")
        .doesNotContain("\"dev_visits\"");
  }

  @Test
  void a_look_judges_as_the_statement_does_that_writes() {
    Stream whole = VISITS.wholeBy("data").partition(new UUID(0, 1));
    String judged = InsertSql.of(whole, database("staging", "dev_")).judged();
    assertThat(judged).contains("hash", "seen_at", "partial");
    assertThat(new StreamSql(whole, database("staging", "dev_")).staging(true)).contains(judged);
    assertThat(new Look(whole, database("staging", "dev_")).sql()).contains(judged);
  }

  private static String generated() {
    return statements().stream()
        .map(
            it ->
                "\n### %s\n%s\n```sql\n%s\n```\n"
                    .formatted(it.title(), it.words(), it.statement().strip()))
        .collect(Collectors.joining());
  }

  private static List<Shown> statements() {
    StreamSql staging = new StreamSql(SALES, database("staging", "dev_"));
    StreamSql production = new StreamSql(SALES, database("production", "prod_"));
    StreamSql update = new StreamSql(FACTORS, database("production", "prod_"));
    StreamSql fill = new StreamSql(FACTORS.filling(), database("production", "prod_"));
    String guarded = new StreamSql(VISITS, database("production", "prod_")).part();
    return List.of(
        new Shown(
            "Staging takes a batch",
            "Guard, rows, counts, ledger, cursor and the run's counts.",
            staging.staging(false)),
        new Shown(
            "Production takes it", "Lane, fence, `sync_applied`, rows.", production.production()),
        new Shown(
            "Production takes it and hears of the fence",
            "Where it was away when the run was opened.",
            production.productionRaisingFence()),
        new Shown(
            "The relay reads what staging holds now",
            "By the keys of a batch, here spans of days.",
            staging.current()),
        new Shown("The relay copies it", "With the time stamps of each row.", production.copied()),
        new Shown(
            "A tombstone",
            "Before what staging holds of those keys is copied.",
            production.deleted()),
        new Shown(
            "An update",
            "Sets one column wherever the key is and the value is another, and adds nothing.",
            update.copied()),
        new Shown("A fill", "The same where there is no value yet.", fill.copied()),
        new Shown(
            "A guard and partitions",
            "By hash and version, into whichever partition; a change is later than the creation.",
            guarded),
        new Shown(
            "A look",
            "Which records of such a batch that statement would write; the data are not sent.",
            look(VISITS.partition(new UUID(0, 1)))),
        new Shown(
            "A rehearsal",
            "The rows as they were beside the rows as written; it is rolled back.",
            staging.rehearsed()));
  }

  private static String look(Stream one) {
    return new Look(one, database("production", "prod_")).sql();
  }

  private static Database database(String name, String prefix) {
    return new Database(name, new PGSimpleDataSource(), new PGSimpleDataSource(), prefix);
  }
}
