package io.syncline.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Part;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.TableStreams;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Rows of somebody's sheet that give partners their score: several sheets write the same partners,
 * whose table is people's own; each change leaves a row of history, and staging alone keeps what
 * each sheet says.
 */
public record ScoreSheet(TableStreams tables, List<Row> rows) implements Composition {
  public static final String PARTNERS = "partners";

  /** Grows only. */
  public static final Stream HISTORY =
      Stream.into(
              "history",
              "test_history",
              1,
              List.of(
                  Column.uuid("id"),
                  Column.uuid("batch_id"),
                  Column.uuid("partner_id"),
                  Column.integer("old_score"),
                  Column.integer("new_score")))
          .unprefixed()
          .bare()
          .growing();

  static final String TABLES =
      """
      CREATE TABLE test_partners (id uuid PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, score int, "note?" text);
      CREATE TABLE test_history (
          id uuid PRIMARY KEY, batch_id uuid NOT NULL, partner_id uuid NOT NULL REFERENCES test_partners,
          old_score int, new_score int);
      CREATE INDEX ON test_history (batch_id);
      CREATE TABLE test_claims (
          run_id uuid, name text, score int CHECK (score < 1000), PRIMARY KEY (run_id, name));
      """;

  /** A row with its number in the sheet. */
  public record Row(int number, String name, int score) {}

  /** A sheet whose rows follow its header. */
  public static ScoreSheet of(TableStreams tables, Object... namesAndScores) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < namesAndScores.length; i += 2) {
      rows.add(new Row(2 + i / 2, (String) namesAndScores[i], (int) namesAndScores[i + 1]));
    }
    return new ScoreSheet(tables, rows);
  }

  /** The stream of whole partners. */
  public static Optional<Stream> partners(TableStreams tables) {
    return tables.of(PARTNERS, "test_partners", List.of("id"));
  }

  @Override
  public String name() {
    return PARTNERS;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public List<Composition> halves() {
    int middle = rows.size() / 2;
    return List.of(
        new ScoreSheet(tables, rows.subList(0, middle)),
        new ScoreSheet(tables, rows.subList(middle, rows.size())));
  }

  @Override
  public Composed compose(StagingTx staging) {
    Stream partners = partners(tables).orElseThrow();
    staging.lockNames(PARTNERS, rows.stream().map(Row::name).toList());
    Map<String, Map<String, Object>> known = known(staging, partners);
    List<SyncRecord> written = new ArrayList<>();
    List<SyncRecord> history = new ArrayList<>();
    List<RowChange> changes = new ArrayList<>();
    int created = 0;
    for (Row row : rows) {
      Map<String, Object> before = known.get(row.name());
      Integer old = before == null ? null : integer(before.get("score"));
      if (Objects.equals(old, row.score())) {
        continue;
      }
      created += before == null ? 1 : 0;
      Map<String, Object> after = new HashMap<>(before == null ? Map.of() : before);
      after.putIfAbsent("id", UUID.randomUUID().toString());
      after.put("name", row.name());
      after.put("score", row.score());
      known.put(row.name(), after);
      written.add(SyncRecord.of(values(partners, after)));
      history.add(
          SyncRecord.of(UUID.randomUUID(), staging.batch(), after.get("id"), old, row.score()));
      changes.add(change(row, old));
    }
    claim(staging);
    int updated = written.size() - created;
    return Composed.of(
            List.of(new Part(partners, written), new Part(HISTORY, history)),
            new Outcomes(
                created, updated, rows.size() - written.size(), 0, 0, 0, history.size(), 0))
        .showing(changes);
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    String number = String.valueOf(rows.get(0).number());
    return Composed.of(List.of(), new Outcomes(0, 0, 0, 1, 0, 0, 0, 0))
        .saying(List.of(new RowError(number, null, "DB_REJECTED", reason, Severity.ERROR)));
  }

  private Map<String, Map<String, Object>> known(StagingTx staging, Stream partners) {
    List<List<String>> ids =
        staging
            .client()
            .sql("SELECT id::text FROM test_partners WHERE name = ANY (?)")
            .param(rows.stream().map(Row::name).toArray(String[]::new))
            .query(String.class)
            .list()
            .stream()
            .map(List::of)
            .toList();
    Map<String, Map<String, Object>> known = new HashMap<>();
    for (SyncRecord row : staging.lockRows(partners, ids)) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 0; i < partners.columns().size(); i++) {
        values.put(partners.columns().get(i).name(), row.value(i));
      }
      known.put((String) values.get("name"), values);
    }
    return known;
  }

  private void claim(StagingTx staging) {
    staging
        .client()
        .sql(
            """
            INSERT INTO test_claims SELECT ?, c.* FROM unnest(?::text[], ?::int[]) AS c
            ON CONFLICT (run_id, name) DO UPDATE SET score = excluded.score
            """)
        .params(
            staging.run().id(),
            rows.stream().map(Row::name).toArray(String[]::new),
            rows.stream().map(Row::score).toArray(Integer[]::new))
        .update();
  }

  private static RowChange change(Row row, Integer old) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return new RowChange(
        String.valueOf(row.number()),
        "test_partners",
        old == null ? "create" : "update",
        json.objectNode().put("name", row.name()),
        old == null ? null : json.objectNode().put("score", old),
        json.objectNode().put("score", row.score()),
        null);
  }

  private static Object[] values(Stream stream, Map<String, Object> row) {
    return stream.columns().stream().map(column -> row.get(column.name())).toArray();
  }

  private static Integer integer(Object text) {
    return text == null ? null : Integer.valueOf(text.toString());
  }

  /** What the sheet says, for a message. */
  @Override
  public String toString() {
    return rows.stream().map(Row::name).collect(Collectors.joining(","));
  }
}
