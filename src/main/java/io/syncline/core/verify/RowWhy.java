package io.syncline.core.verify;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.error.Finding;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.SqlStates;
import io.syncline.core.pipeline.Explaining;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Explanation.OfCore;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamRows;
import io.syncline.core.stream.Streams;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Why production has a row as it has it: what staging holds beside, and who wrote it last. */
@Component
final class RowWhy implements OfCore {
  private static final String TABLE = "table";
  private static final String KEY = "key";
  private static final int LONGEST = 500;

  private final Databases databases;
  private final Streams streams;
  private final Explaining explaining;

  RowWhy(Databases databases, Streams streams, Explaining explaining) {
    this.databases = databases;
    this.streams = streams;
    this.explaining = explaining;
  }

  @Override
  public Explanation explanation() {
    return Explanation.of(this::of, TABLE, KEY);
  }

  /** Refuses a table that nobody writes rows of, and what is no key of it. */
  private List<Finding> of(Map<String, String> asked) {
    Stream stream = stream(asked.getOrDefault(TABLE, ""));
    List<String> key = List.of(asked.getOrDefault(KEY, "").split(",", -1));
    if (key.size() != stream.key().size()) {
      throw noKey(stream);
    }
    Optional<SyncRecord> staging = held(databases.staging(), stream, key);
    Optional<SyncRecord> production = held(databases.production(), stream, key);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        explaining
            .lastWith(stream.table(), stream.key().get(0).name(), key.get(0))
            .map(run -> Finding.ok("last write", written(stream, key) + run))
            .orElseGet(() -> Finding.ok("last write", "none whose keys are kept")));
    findings.add(compared(stream, staging, production));
    findings.add(explaining.production(stream.table()));
    return findings;
  }

  /** Batches are found by the first column of their keys: more than that is not said. */
  private static String written(Stream stream, List<String> key) {
    return key.size() == 1
        ? "by "
        : "of rows with %s %s by ".formatted(stream.key().get(0).name(), key.get(0));
  }

  private Stream stream(String table) {
    List<Stream> known =
        streams.all().stream().filter(it -> it.adds() && !it.stagingOnly()).toList();
    return java.util.stream.Stream.concat(
            known.stream().filter(it -> it.table().equals(table)),
            known.stream().flatMap(it -> it.partitionNamed(table).stream()))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.invalid(
                    TABLE, "unknown", known.stream().map(Stream::table).distinct().toList()));
  }

  private static RequestRefused noKey(Stream stream) {
    String names = String.join(",", stream.key().stream().map(it -> it.name()).toList());
    return RequestRefused.invalid(KEY, "must be " + names, List.of());
  }

  private static Optional<SyncRecord> held(Database database, Stream stream, List<String> key) {
    return Sql.on(
        database,
        connection -> {
          try {
            return StreamRows.held(connection, database, stream, key).stream().findFirst();
          } catch (SQLException e) {
            if (SqlStates.isRefusal(String.valueOf(e.getSQLState()))) {
              throw noKey(stream);
            }
            throw e;
          }
        });
  }

  private static Finding compared(
      Stream stream, Optional<SyncRecord> staging, Optional<SyncRecord> production) {
    if (staging.isEmpty()) {
      return production.isEmpty()
          ? Finding.warn("row", "in neither database: no run has written it")
          : Finding.warn("row", "in production only, which nobody takes away; see verify");
    }
    if (production.isEmpty()) {
      return Finding.warn("row", "in staging only: it is on its way, or verify --repair brings it");
    }
    List<String> differing = new ArrayList<>();
    for (int at = 0; at < stream.columns().size(); at++) {
      String one = Objects.toString(staging.get().value(at), "null");
      String other = Objects.toString(production.get().value(at), "null");
      if (!one.equals(other)) {
        differing.add(
            "%s: staging %s, production %s".formatted(stream.columns().get(at).name(), one, other));
      }
    }
    return differing.isEmpty()
        ? Finding.ok("row", "the same in both databases")
        : Finding.warn(
            "row",
            OneLine.of(String.join("; ", differing) + "; verify --repair brings it", LONGEST));
  }
}
