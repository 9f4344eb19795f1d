package io.syncline.core.write;

import static io.syncline.core.write.WriteBench.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.support.CoreTest;
import io.syncline.support.TestStreams;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class RehearsalIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private UnreadableRecords unreadable;
  private WriteBench bench;

  @BeforeEach
  void bench() {
    bench = new WriteBench(databases, template);
  }

  @Test
  void both_databases_stay_as_they_are_and_the_changes_are_kept() {
    bench.write(Runs.open(ledger), bench.items(item("DR1", "one"), item("DR2", "two")));
    var staged = bench.staged("test_items", "DR");
    ActiveRun run = Runs.rehearse(ledger);
    Exchange sent =
        bench.write(
            run, bench.items(item("DR1", "one"), item("DR2", "deux"), item("DR3", "three")));
    assertThat(sent.getException()).isNull();
    assertThat(bench.staged("test_items", "DR")).isEqualTo(staged);
    assertThat(bench.delivered("test_items", "DR")).isEqualTo(staged);
    assertThat(bench.states(run)).isEmpty();
    assertThat(changes(run))
        .containsExactly(
            "production create DR3 null>three",
            "production update DR2 two>deux",
            "staging create DR3 null>three",
            "staging update DR2 two>deux");
  }

  @Test
  void counts_are_those_of_the_real_run() {
    SyncRecord[] first = {item("EQ1", "one", "1.005"), item("EQ2", "two"), item("EQ3", "xx")};
    bench.write(Runs.open(ledger), bench.items(first));
    SyncRecord[] second = {
      item("EQ1", "one", "1.005"),
      item("EQ2", "deux"),
      item("EQ4", "new"),
      item("EQ5", "a name too long")
    };
    ActiveRun rehearsal = Runs.rehearse(ledger);
    bench.write(rehearsal, bench.items(second));
    ActiveRun real = Runs.open(ledger);
    bench.write(real, bench.items(second));
    assertThat(bench.counts(real)).isEqualTo(new RunCounts(4, 1, 1, 1, 0, 1, 0));
    assertThat(bench.counts(rehearsal)).isEqualTo(bench.counts(real));
    assertThat(rehearsal.tally().of(TestStreams.ITEMS).updated())
        .isEqualTo(real.tally().of(TestStreams.ITEMS).updated());
  }

  @Test
  void a_record_that_cannot_be_read_is_counted_by_a_rehearsal_too() {
    var wire = JsonNodeFactory.instance.objectNode().put("odd", "a\u0000\\u0000");
    List<RejectedRecord> rejected = List.of(new RejectedRecord("UR1", wire, "no price"));
    ActiveRun real = Runs.open(ledger);
    unreadable.keep(real, TestStreams.ITEMS, rejected);
    ActiveRun rehearsal = Runs.rehearse(ledger);
    unreadable.keep(rehearsal, TestStreams.ITEMS, rejected);
    assertThat(bench.letters(real))
        .singleElement()
        .satisfies(letter -> assertThat(letter).containsEntry("kind", "parse"));
    assertThat(bench.letters(rehearsal)).isEmpty();
    assertThat(bench.counts(real)).isEqualTo(new RunCounts(1, 0, 0, 0, 0, 1, 0));
    assertThat(bench.counts(rehearsal)).isEqualTo(bench.counts(real));
  }

  private List<String> changes(ActiveRun run) {
    return bench.staging.queryForList(
        """
        SELECT destination || ' ' || kind || ' ' || (record_key ->> 'code') || ' '
               || coalesce(before ->> 'name', 'null') || '>' || (after ->> 'name')
        FROM sync_run_changes WHERE run_id = ? ORDER BY 1
        """,
        String.class,
        run.id());
  }
}
