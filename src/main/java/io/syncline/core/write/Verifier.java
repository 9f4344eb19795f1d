package io.syncline.core.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.database.Databases;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.write.Verification.Compared;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Databases databases;
  private final List<Upsert> upserts;
  private final ObjectMapper json;

  Verifier(Databases databases, List<Upsert> upserts, ObjectMapper json) {
    this.databases = databases;
    this.upserts = List.copyOf(upserts);
    this.json = json;
  }

  /**
   * Compares everything.
   *
   * @throws TerminalFailure when one of the databases cannot be read
   */
  public Verification verify() {
    try (Snapshot staging = Snapshot.of(databases.staging().pool());
        Snapshot production = Snapshot.of(databases.production().pool())) {
      return compare(staging, production);
    } catch (SQLException e) {
      throw TerminalFailure.database("staging or production", String.valueOf(e.getSQLState()), e);
    }
  }

  private Verification compare(Snapshot staging, Snapshot production) throws SQLException {
    UnderWay underWay = underWay(staging);
    Tally tally = new Tally();
    List<Compared> tables = new ArrayList<>();
    for (List<Upsert> streams : byTable().values()) {
      Set<String> keys = new HashSet<>();
      for (Upsert stream : streams) {
        keys.addAll(underWay.keys(stream, databases));
      }
      tables.add(
          new TableComparison(streams.get(0), keys, tally)
              .compare(staging, databases.staging(), production, databases.production()));
    }
    new LedgerComparison(underWay, stagingOnly(), tally).compare(staging, production);
    return new Verification(tables, tally.findings());
  }

  private Map<String, List<Upsert>> byTable() {
    return upserts.stream()
        .filter(upsert -> !upsert.stagingOnly())
        .collect(Collectors.groupingBy(Upsert::table, LinkedHashMap::new, Collectors.toList()));
  }

  private UnderWay underWay(Snapshot staging) throws SQLException {
    try (Connection connection = databases.staging().pool().getConnection()) {
      return UnderWay.since(staging.takenAt(), connection, json);
    }
  }

  private Set<String> stagingOnly() {
    return upserts.stream()
        .filter(Upsert::stagingOnly)
        .map(Upsert::table)
        .collect(Collectors.toUnmodifiableSet());
  }
}
