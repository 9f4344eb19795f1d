package io.syncline.core.verify;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.database.Sql;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.stream.Effect;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import io.syncline.core.verify.Verification.Compared;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Proves that staging and production are in step, or says where not. Runs may go on meanwhile.
 *
 * <ol>
 *   <li>A snapshot of staging is taken, then one of production.
 *   <li>Then it is asked which batches were under way since the first; their rows are left out.
 *   <li>Every table that a stream writes is compared row by row, then the ledger batch by batch.
 * </ol>
 */
@Component
public final class Verifier {
  private static final String BOTH = "staging or production";

  private final Databases databases;
  private final ProductionFences fences;
  private final Streams streams;
  private final LastComparison last;

  Verifier(Databases databases, ProductionFences fences, Streams streams, LastComparison last) {
    this.databases = databases;
    this.fences = fences;
    this.streams = streams;
    this.last = last;
  }

  /**
   * Compares everything.
   *
   * @throws TerminalFailure when one of the databases cannot be read
   */
  public Verification verify() {
    CountedFindings counted = new CountedFindings();
    try (PairSnapshot pair = snapshot()) {
      List<Compared> tables =
          compareTables(
              pair, (fault, stream, row) -> counted.add(fault, stream.table(), row.key()));
      compareLedger(pair, counted);
      Verification found = new Verification(tables, counted.findings());
      last.keep(found);
      return found;
    }
  }

  /** Both databases as they are now. */
  PairSnapshot snapshot() {
    return PairSnapshot.of(databases);
  }

  /** Compares every table that a stream writes, row by row. */
  List<Compared> compareTables(PairSnapshot pair, Differences differences) {
    return reading(
        BOTH,
        () -> {
          requireVisible(databases.staging());
          requireVisible(databases.production());
          List<Compared> tables = new ArrayList<>();
          for (List<Stream> writers : streams.delivered().values()) {
            tables.add(
                writers.get(0).isPartitioned()
                    ? new PartitionsComparison(databases, pair, differences)
                        .compare(writers.get(0), folded(writers.get(0)))
                    : compareTable(pair, writers, differences));
          }
          return tables;
        });
  }

  private Compared compareTable(PairSnapshot pair, List<Stream> writers, Differences differences)
      throws SQLException {
    Set<String> keys = new HashSet<>();
    for (Stream stream : writers) {
      keys.addAll(pair.touched(stream, folded(stream), databases));
    }
    return new TableComparison(first(writers), folded(first(writers)), keys, differences)
        .compare(pair.staging(), databases.staging(), pair.production(), databases.production());
  }

  /** Compares the ledger with what production applied, batch by batch, and looks at its runs. */
  void compareLedger(PairSnapshot pair, Findings findings) {
    LedgerComparison comparison =
        new LedgerComparison(fences.installation(), pair.underWay(), stagingOnly(), findings);
    reading(
        BOTH,
        () -> {
          comparison.compare(pair.staging(), pair.production());
          return findings;
        });
  }

  /** A comparison has no second try: what cannot be read now ends it. */
  static <T> T reading(String databases, Sql.Work<T> work) {
    try {
      return work.done();
    } catch (SQLException e) {
      throw TerminalFailure.database(databases, String.valueOf(e.getSQLState()), e);
    }
  }

  private Stream folded(Stream stream) throws SQLException {
    try (Connection staging = databases.staging().pool().getConnection();
        Connection production = databases.production().pool().getConnection()) {
      return new KeyTypes().folded(staging, production, databases, stream);
    }
  }

  /** The stream that sets a value wherever it differs, before one that only fills gaps. */
  private static Stream first(List<Stream> streams) {
    return streams.stream()
        .filter(stream -> stream.effect() != Effect.FILL)
        .findFirst()
        .orElse(streams.get(0));
  }

  /** Two tables of which nothing is seen are equal. */
  private void requireVisible(Database database) throws SQLException {
    try (Connection connection = database.pool().getConnection()) {
      for (List<Stream> writers : streams.delivered().values()) {
        RowSecurity.requireReadable(connection, database.name(), writers.get(0).tableIn(database));
      }
    }
  }

  private Set<String> stagingOnly() {
    return streams.all().stream()
        .filter(Stream::stagingOnly)
        .map(Stream::table)
        .collect(Collectors.toUnmodifiableSet());
  }
}
