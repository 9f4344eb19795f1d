package io.syncline.support;

import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.TableStreams;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Streams of the tests' pipeline and their tables; the name of an item holds ten characters. No
 * stereotype, so that no scan finds it.
 */
public class TestStreams {
  public static final Stream ITEMS =
      Stream.into(
              "items",
              "test_items",
              1,
              List.of(
                  Column.text("code"),
                  Column.text("name"),
                  Column.numeric("amount"),
                  Column.integer("stock"),
                  Column.date("seen"),
                  Column.bool("is_active"),
                  Column.json("details")))
          .touching();
  public static final Stream DAYS =
      Stream.into(
              "days",
              "test_days",
              2,
              List.of(Column.text("code"), Column.date("day"), Column.integer("units")))
          .keyedByRange();
  public static final Stream NOTES =
      Stream.into("notes", "test_notes", 1, List.of(Column.text("code"), Column.text("note")))
          .inStagingOnly();

  /** Rows of many owners, each in a partition, told apart by a hash of what they say. */
  public static final Stream VISITS =
      Stream.into(
              "visits",
              "test_visits",
              2,
              List.of(
                  Column.uuid("owner"),
                  Column.text("code"),
                  Column.text("hash"),
                  Column.timestamptz("seen_at"),
                  Column.text("note"),
                  Column.timestamptz("gone_at"),
                  Column.text("fetched")))
          .touching()
          .guardedBy("hash", "seen_at")
          .alsoComparing("gone_at")
          .notComparing("fetched")
          .partitionedBy("owner", "test_visits_%s");

  /** A stream whose columns are those of the table that is there. */
  public static final String PEOPLE = "people";

  private static final String TABLES =
      """
      CREATE TABLE %1$stest_items (
          code varchar(20) PRIMARY KEY, name varchar(10), amount numeric(10,2), stock int, seen date,
          is_active boolean, details jsonb, updated_at timestamp, created_at timestamp);
      CREATE TABLE %1$stest_days (
          code varchar(20), day date, units int, created_at timestamp, PRIMARY KEY (code, day));
      CREATE TABLE %1$stest_notes (code varchar(20) PRIMARY KEY, note varchar(20), created_at timestamp);
      CREATE SEQUENCE test_sent;
      CREATE TABLE %1$stest_visits (
          owner uuid, code varchar(20), hash text, seen_at timestamptz, note varchar(10), gone_at timestamptz, fetched text,
          updated_at timestamptz, created_at timestamptz, sent bigint DEFAULT nextval('test_sent'), -- also of what is not written
          PRIMARY KEY (owner, code)) PARTITION BY LIST (owner);
      CREATE INDEX ON %1$stest_visits (seen_at);
      CREATE TABLE IF NOT EXISTS test_people (
          "Full Name" text, id uuid PRIMARY KEY, "order" bigint, amount numeric(12,2), rate numeric, "day" date,
          at timestamptz, updated_at timestamp, active boolean, data jsonb, raw json, tags text[], spot point,
          code char(5), short varchar(3), span interval, ip inet, ratio double precision, bytes bytea,
          doubled numeric GENERATED ALWAYS AS (amount * 2) STORED);
      CREATE TABLE test_deliveries (marks jsonb);
      CREATE TABLE test_ends (run_id uuid PRIMARY KEY, outcome text);
      CREATE SEQUENCE test_conflicts;
      """
          + ScoreSheet.TABLES;

  @Bean
  InitializingBean testTables(Databases databases) {
    return () -> {
      Postgres.execute(databases.staging().pool(), TABLES.formatted(databases.staging().prefix()));
      Postgres.execute(
          databases.production().pool(), TABLES.formatted(databases.production().prefix()));
    };
  }

  @Bean
  Pipeline declaredPipeline(Environment environment, TestPipeline pipeline, TableStreams tables) {
    return Pipeline.named(TestPipeline.WORD, environment)
        .writes(ITEMS, "INSERT INTO test_deliveries SELECT marks FROM delivered")
        .writes(DAYS)
        .writes(VISITS)
        .writes(() -> tables.of(PEOPLE, "test_people", List.of("id")).stream().toList())
        .writes(() -> ScoreSheet.partners(tables).stream().toList())
        .writes(ScoreSheet.HISTORY)
        .ending("INSERT INTO test_ends SELECT id, outcome FROM ended")
        .tells(pipeline)
        .scheduledBy(TestPipeline::scheduled)
        .declared();
  }

  /** One that lacks its credential. */
  @Bean
  Pipeline pipelineThatIsOff(Environment environment) {
    return Pipeline.named("junglescout", environment).declared();
  }
}
