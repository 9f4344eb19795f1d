package io.syncline.core.write;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.TableStreams;
import io.syncline.support.ScoreSheet;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.jdbc.core.JdbcTemplate;

/** What tests of composed batches do and look at: partners, their history, and the ledger. */
public final class ComposeBench {
  private final ProducerTemplate template;
  private final TableStreams tables;
  public final WriteBench write;

  public ComposeBench(Databases databases, ProducerTemplate template, TableStreams tables) {
    this.template = template;
    this.tables = tables;
    this.write = new WriteBench(databases, template);
  }

  /** Nothing of tests before it. */
  public void clear() {
    write.clear();
  }

  public ScoreSheet sheet(Object... namesAndScores) {
    return ScoreSheet.of(tables, namesAndScores);
  }

  public Exchange compose(ActiveRun run, Object compositions) {
    return template.send(
        "direct:core.compose",
        exchange -> {
          exchange.getMessage().setBody(compositions);
          exchange.setVariable("run", run);
        });
  }

  /** Staging's turn alone. */
  ComposedDelivery stage(ActiveRun run, Composition composition) {
    ComposedDelivery delivery = new ComposedDelivery(run, List.of(composition), false);
    template.send(
        "direct:core.compose-staging", exchange -> exchange.getMessage().setBody(delivery));
    return delivery;
  }

  /** Production's turn alone. */
  Exchange apply(ComposedDelivery delivery) {
    return template.send(
        "direct:core.compose-production", exchange -> exchange.getMessage().setBody(delivery));
  }

  /** Partners with their scores, as {@code name=score}. */
  public List<String> scores(JdbcTemplate database) {
    return database.queryForList(
        "SELECT name || '=' || score FROM test_partners ORDER BY name", String.class);
  }

  /** Whole rows of both tables. */
  public List<String> all(JdbcTemplate database) {
    return database.queryForList(
        """
        SELECT t::text FROM test_partners t
        UNION ALL SELECT h::text FROM test_history h ORDER BY 1
        """,
        String.class);
  }

  /** What the ledger has of a run's batches but their ids and times. */
  public List<Map<String, Object>> batches(ActiveRun run) {
    return write.staging.queryForList(
        """
        SELECT seq, stream, table_name, kind, rows, rows_created, rows_updated, rows_unchanged,
               rows_skipped, state
        FROM run_batches WHERE run_id = ? ORDER BY seq
        """,
        run.id());
  }

  /** What the ledger counts of a run beside its rows. */
  public List<Map<String, Object>> effects(ActiveRun run) {
    return write.staging.queryForList(
        "SELECT rows_archived, fields_changed, conflicts_opened FROM sync_runs WHERE id = ?",
        run.id());
  }

  /** What it says of single rows, as {@code row code}. */
  public List<String> entries(ActiveRun run) {
    return write.staging.queryForList(
        "SELECT row_ref || ' ' || code FROM sync_errors WHERE run_id = ? ORDER BY row_ref::int",
        String.class,
        run.id());
  }
}
