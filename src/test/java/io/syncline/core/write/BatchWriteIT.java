package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static io.syncline.core.write.WriteBench.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.Batch;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class BatchWriteIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Cursors cursors;
  @Autowired private UnreadableRecords unreadable;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
    bench.clear();
  }

  @Test
  void counts_are_what_the_tables_hold() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("C1", "one"), item("C2", "two")));
    bench.write(run, bench.items(item("C1", "one"), item("C2", "deux"), item("C3", "three")));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(5, 3, 1, 1, 0, 0, 0));
    assertThat(bench.names(bench.staged("test_items", "C")))
        .containsExactly("C1=one", "C2=deux", "C3=three");
    assertThat(bench.delivered("test_items", "C")).isEqualTo(bench.staged("test_items", "C"));
    assertThat(bench.states(run)).containsExactly("applied", "applied");
  }

  @Test
  void a_second_identical_batch_writes_nothing() {
    ActiveRun run = Runs.open(ledger);
    bench.write(run, bench.items(item("S1", "one", "1.005"), item("S2", null, null)));
    var before = bench.staged("test_items", "S");
    String version =
        "SELECT string_agg(xmin || '/' || ctid, ',') FROM dev_az_test_items WHERE code LIKE 'S%'";
    String untouched = bench.staging.queryForObject(version, String.class);
    bench.write(run, bench.items(item("S1", "one", "1.005"), item("S2", null, null)));
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(4, 2, 0, 2, 0, 0, 0));
    assertThat(bench.staged("test_items", "S")).isEqualTo(before);
    assertThat(bench.staging.queryForObject(version, String.class)).isEqualTo(untouched);
  }

  @Test
  void the_last_of_a_key_wins_within_a_batch() {
    ActiveRun run = Runs.open(ledger);
    Exchange sent =
        bench.write(run, bench.items(item("K1", "first"), item("K2", "x"), item("K1", "last")));
    assertThat(sent.getException()).isNull();
    assertThat(bench.names(bench.delivered("test_items", "K"))).containsExactly("K1=last", "K2=x");
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void a_run_without_its_lease_writes_to_neither_database() {
    ActiveRun run = Runs.open(ledger);
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
    Exchange sent = bench.write(run, bench.items(item("L1", "late")));
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(run.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(bench.staged("test_items", "L1")).isEmpty();
    assertThat(bench.delivered("test_items", "L1")).isEmpty();
    assertThat(bench.states(run)).isEmpty();
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void a_run_whose_scope_was_granted_again_writes_to_neither_database() {
    ActiveRun old = Runs.open(ledger, "taken-over", false);
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", old.scope());
    ActiveRun young = Runs.open(ledger, "taken-over", false);
    Exchange sent = bench.write(old, bench.items(item("F1", "old")));
    assertThat(young.fence()).isEqualTo(old.fence() + 1);
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(bench.staged("test_items", "F1")).isEmpty();
    assertThat(bench.delivered("test_items", "F1")).isEmpty();
    bench.write(young, bench.items(item("F1", "young")));
    assertThat(bench.names(bench.delivered("test_items", "F1"))).containsExactly("F1=young");
  }

  @Test
  void production_refuses_a_run_whose_fence_is_lower() {
    ActiveRun run = Runs.open(ledger);
    Delivery woken = new Delivery(run, bench.items(item("G1", "woken")));
    template.send("direct:core.write-staging", exchange -> exchange.getMessage().setBody(woken));
    bench.staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE scope = ?", run.scope());
    ledger.open(run.request());
    Exchange sent =
        template.send(
            "direct:core.write-production", exchange -> exchange.getMessage().setBody(woken));
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(run.stopped().orElseThrow().reason()).isEqualTo(StopReason.LEASE_LOST);
    assertThat(bench.delivered("test_items", "G1")).isEmpty();
    assertThat(bench.states(run)).containsExactly("pending");
  }

  @Test
  void one_bad_record_of_a_hundred_costs_itself_only() {
    ActiveRun run = Runs.open(ledger);
    SyncRecord[] records = many("H", 0, 100);
    records[37] = item("H037", "a name of more than ten");
    Exchange sent = bench.write(run, bench.items(records));
    assertThat(sent.getException()).isNull();
    assertThat(bench.staged("test_items", "H")).hasSize(99);
    assertThat(bench.delivered("test_items", "H")).isEqualTo(bench.staged("test_items", "H"));
    assertThat(bench.letters(run))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter).containsEntry("record_key", "H037");
              assertThat(letter).containsEntry("destination", "staging");
              assertThat(letter.get("error")).asString().contains("22001");
              assertThat(letter.get("record")).asString().contains("a name of more than ten");
            });
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(100, 99, 0, 0, 0, 1, 0));
    assertThat(run.errors().count(ErrorKind.DB)).isEqualTo(1);
    assertThat(run.stopped()).isEmpty();
  }

  @Test
  void a_record_with_a_nul_becomes_a_dead_letter() {
    ActiveRun run = Runs.open(ledger);
    Exchange sent = bench.write(run, bench.items(item("N1", "good"), item("N2", "b\u0000d")));
    assertThat(sent.getException()).isNull();
    assertThat(bench.names(bench.delivered("test_items", "N"))).containsExactly("N1=good");
    assertThat(bench.letters(run)).hasSize(1);
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(2, 1, 0, 0, 0, 1, 0));
  }

  @Test
  void parts_that_are_written_are_not_written_again_when_a_later_one_is_tried_again() {
    ActiveRun run = Runs.open(ledger);
    bench.alterStaging(
        """
        CREATE OR REPLACE FUNCTION test_conflict() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('test_conflicts') = 1 THEN
                RAISE EXCEPTION 'conflict' USING ERRCODE = '40001';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER test_conflict BEFORE INSERT ON {items} FOR EACH ROW
        WHEN (NEW.name = 'conflict') EXECUTE FUNCTION test_conflict();
        """);
    Exchange sent =
        bench.write(
            run,
            bench.items(
                item("P1", "good"),
                item("P2", "much too long for it"),
                item("P3", "conflict"),
                item("P4", "good")));
    assertThat(sent.getException()).isNull();
    assertThat(bench.letters(run)).hasSize(1);
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(4, 3, 0, 0, 0, 1, 0));
    assertThat(bench.delivered("test_items", "P")).isEqualTo(bench.staged("test_items", "P"));
  }

  @Test
  void production_is_untouched_when_staging_fails() {
    ActiveRun run = Runs.open(ledger);
    bench.alterStaging("ALTER TABLE {items} RENAME TO hidden");
    try {
      Exchange sent = bench.write(run, bench.items(item("U1", "one")));
      assertThat(WriteBench.failure(sent)).isInstanceOf(TransientFailure.class);
    } finally {
      bench.staging.execute("ALTER TABLE hidden RENAME TO dev_az_test_items");
    }
    assertThat(bench.delivered("test_items", "U1")).isEmpty();
    assertThat(bench.states(run)).isEmpty();
  }

  @Test
  void a_stopped_run_writes_nothing_more() {
    ActiveRun run = Runs.open(ledger);
    run.stop(StopReason.CANCELLED, "by the test");
    Exchange sent = bench.write(run, bench.items(item("X1", "one")));
    assertThat(WriteBench.failure(sent)).isInstanceOf(TerminalFailure.class);
    assertThat(bench.staged("test_items", "X1")).isEmpty();
  }

  @Test
  void an_empty_batch_leaves_no_trace() {
    ActiveRun run = Runs.open(ledger);
    Exchange sent = bench.write(run, bench.items());
    assertThat(sent.getException()).isNull();
    assertThat(bench.states(run)).isEmpty();
  }

  @Test
  void the_cursor_moves_with_the_batch_that_reached_it() {
    ActiveRun run = Runs.open(ledger);
    var node = JsonNodeFactory.instance.objectNode().put("page", 2);
    Batch batch = bench.items(item("M1", "one")).moving(new Batch.CursorMove("items", node));
    bench.write(run, batch);
    assertThat(cursors.find(run.pipeline(), "items", run.scope())).contains(node);
    bench.staging.update("UPDATE run_leases SET expires_at = now() WHERE scope = ?", run.scope());
    var later = JsonNodeFactory.instance.objectNode().put("page", 3);
    bench.write(run, bench.items().moving(new Batch.CursorMove("items", later)));
    assertThat(cursors.find(run.pipeline(), "items", run.scope())).contains(node);
  }

  @Test
  void a_batch_without_records_moves_its_cursor_and_is_not_told_to_production() {
    ActiveRun run = Runs.open(ledger);
    var node = JsonNodeFactory.instance.objectNode().put("report", "asked for");
    bench.write(run, bench.items().moving(new Batch.CursorMove("items", node)));
    assertThat(cursors.find(run.pipeline(), "items", run.scope())).contains(node);
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(bench.heardOf(run)).as("cursors are staging's").isEmpty();
  }

  @Test
  void a_table_of_staging_only_is_neither_counted_nor_delivered() {
    ActiveRun run = Runs.open(ledger);
    Exchange sent =
        bench.write(
            run,
            Batch.of(TestStreams.NOTES, List.of(SyncRecord.of("T1", "a note")), WriteBench.STAMP));
    assertThat(sent.getException()).isNull();
    assertThat(bench.staged("test_notes", "T1")).hasSize(1);
    assertThat(bench.delivered("test_notes", "T1")).isEmpty();
    assertThat(bench.states(run)).containsExactly("applied");
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void a_delivered_batch_is_told_to_its_stream_once() {
    ActiveRun run = Runs.open(ledger);
    var marks = JsonNodeFactory.instance.objectNode().put("mark", "inline");
    bench.write(run, bench.items(item("O1", "one")).marked(marks));
    assertThat(bench.deliveries("inline")).hasSize(1);
  }

  @Test
  void a_batch_whose_commit_was_not_heard_is_not_counted_twice() {
    ActiveRun run = Runs.open(ledger);
    Batch batch = bench.items(item("A1", "one"));
    bench.write(run, batch);
    Exchange again = bench.write(run, batch);
    assertThat(again.getException()).isNull();
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(1, 1, 0, 0, 0, 0, 0));
    assertThat(run.tally().of(TestStreams.ITEMS).staged()).isEqualTo(1);
    assertThat(bench.applied(batch.id())).isEqualTo(1);
  }

  @Test
  void a_refused_record_is_counted_once_when_keeping_it_is_tried_again() {
    ActiveRun run = Runs.open(ledger);
    bench.staging.execute(
        """
        CREATE SEQUENCE test_letters;
        CREATE FUNCTION test_letter() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('test_letters') = 1 THEN
                RAISE EXCEPTION 'conflict' USING ERRCODE = '40001';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER test_letter BEFORE INSERT ON sync_dead_letters FOR EACH ROW
        EXECUTE FUNCTION test_letter();
        """);
    try {
      Exchange sent = bench.write(run, bench.items(item("Q1", "far too long a name")));
      assertThat(sent.getException()).isNull();
    } finally {
      bench.staging.execute("DROP TRIGGER test_letter ON sync_dead_letters");
    }
    assertThat(bench.letters(run)).hasSize(1);
    assertThat(run.errors().total()).isEqualTo(1);
    assertThat(run.tally().of(TestStreams.ITEMS).refusedByStaging()).isEqualTo(1);
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void items_that_cannot_be_read_are_counted_once_when_keeping_them_is_tried_again() {
    ActiveRun run = Runs.open(ledger);
    RejectedRecord same = new RejectedRecord("T1", TextNode.valueOf("odd"), "not a number");
    List<RejectedRecord> items =
        List.of(same, same, new RejectedRecord("T2", TextNode.valueOf("odd"), "not a number"));
    unreadable.keep(run, TestStreams.ITEMS, items);
    unreadable.keep(run, TestStreams.ITEMS, items);
    assertThat(bench.letters(run)).hasSize(3);
    assertThat(run.errors().count(ErrorKind.PARSE)).isEqualTo(3);
    assertThat(bench.counts(run)).isEqualTo(new RunCounts(3, 0, 0, 0, 0, 3, 0));
  }

  @Test
  void a_batch_that_a_record_splits_is_marked_in_each_part() {
    ActiveRun run = Runs.open(ledger);
    var marks = JsonNodeFactory.instance.objectNode().put("mark", "parts");
    SyncRecord[] records = {item("B1", "one"), item("B2", "far too long a name"), item("B3", "x")};
    bench.write(run, bench.items(records).marked(marks));
    assertThat(bench.deliveries("parts")).hasSize(bench.states(run).size());
    assertThat(bench.states(run)).isNotEmpty().containsOnly("applied");
    assertThat(Arrays.asList(bench.names(bench.delivered("test_items", "B"))))
        .containsExactly(List.of("B1=one", "B3=x"));
  }
}
