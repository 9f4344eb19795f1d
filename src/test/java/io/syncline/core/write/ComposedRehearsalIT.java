package io.syncline.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.stream.TableStreams;
import io.syncline.support.CoreTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

/** Dry runs of what is composed, beside real runs of others on the same rows. */
@CoreTest
@DirtiesContext
class ComposedRehearsalIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private TableStreams tables;
  private ComposeBench bench;

  @BeforeEach
  void nothing_is_there() {
    bench = new ComposeBench(databases, template, tables);
    bench.clear();
  }

  @Test
  void several_that_are_rehearsed_together_keep_no_name_and_no_row_that_they_only_read() {
    bench.compose(Runs.open(ledger), bench.sheet("a", 1));
    List<Exchange> beside = new ArrayList<>();
    Composition second =
        Stepped.before(
            bench.sheet("z", 1),
            tx -> beside.add(bench.compose(Runs.open(ledger), bench.sheet("a", 2, "new", 3))));
    ActiveRun dry = Runs.rehearse(ledger);
    assertThat(bench.compose(dry, List.of(manyNamesAnd("a", 1), second)).getException()).isNull();
    assertThat(beside).singleElement().extracting(Exchange::getException).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=2", "new=3");
  }

  @Test
  void what_is_rehearsed_by_itself_is_over_before_its_other_half_begins() {
    List<Exchange> beside = new ArrayList<>();
    Composition halved =
        new Halved(
            bench.sheet("a", 1),
            Stepped.before(
                bench.sheet("b", 1),
                tx -> beside.add(bench.compose(Runs.open(ledger), bench.sheet("a", 2)))));
    ActiveRun dry = Runs.rehearse(ledger);
    assertThat(bench.compose(dry, halved).getException()).isNull();
    assertThat(beside).singleElement().extracting(Exchange::getException).isNull();
    assertThat(bench.scores(bench.write.staging)).containsExactly("a=2");
    assertThat(bench.write.counts(dry).created()).isEqualTo(2);
  }

  @Test
  void rows_that_are_locked_may_be_referred_to_meanwhile() {
    bench.compose(Runs.open(ledger), bench.sheet("a", 1));
    List<String> referred = new ArrayList<>();
    Composition sheet =
        Stepped.after(
            bench.sheet("a", 2),
            tx ->
                referred.addAll(
                    bench.write.staging.queryForList(
                        "SELECT name FROM test_partners FOR KEY SHARE NOWAIT", String.class)));
    assertThat(bench.compose(Runs.open(ledger), sheet).getException()).isNull();
    assertThat(referred).containsExactly("a");
  }

  /** So many that they fill all buckets of names. */
  private Composition manyNamesAnd(String name, int score) {
    List<Object> sheet = new ArrayList<>(List.of(name, score));
    for (int i = 0; i < 1_000; i++) {
      sheet.add("p" + i);
      sheet.add(i % 100);
    }
    return bench.sheet(sheet.toArray());
  }

  /** Refused as a whole. */
  private record Halved(Composition one, Composition other) implements Composition {

    @Override
    public String name() {
      return one.name();
    }

    @Override
    public int size() {
      return one.size() + other.size();
    }

    @Override
    public List<Composition> halves() {
      return List.of(one, other);
    }

    @Override
    public Composed compose(StagingTx staging) {
      staging.client().sql("SELECT 'nothing'::int").query(Integer.class).single();
      return one.compose(staging);
    }

    @Override
    public Composed refused(StagingTx staging, String reason) {
      throw new IllegalStateException(reason);
    }
  }
}
