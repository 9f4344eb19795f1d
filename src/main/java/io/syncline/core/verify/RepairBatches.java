package io.syncline.core.verify;

import io.syncline.core.relay.Outbox;
import io.syncline.core.relay.RelayCopy;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import io.syncline.core.stream.SqlType;
import io.syncline.core.stream.Stream;
import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Verification.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gathers the keys of rows that differ, and puts them into the outbox whenever they fill a batch,
 * so that never more than that is in memory. Staging's rows are left as they are: the batches count
 * as unchanged there. One thread at a time.
 */
final class RepairBatches implements Differences {
  private static final int ROWS = 4_000;
  private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";

  private final ActiveRun run;
  private final LeasedWrites writes;
  private final Outbox outbox;
  private final RepairReport report;
  private final boolean deleteExtra;
  private final Map<Lot, List<List<String>>> waiting = new LinkedHashMap<>();
  private final List<Queued> queued = new ArrayList<>();

  /** A batch that the outbox has. */
  record Queued(UUID id, Stream stream, String kind) {}

  private record Lot(Stream stream, String kind) {}

  RepairBatches(
      ActiveRun run, LeasedWrites writes, Outbox outbox, RepairReport report, boolean deleteExtra) {
    this.run = run;
    this.writes = writes;
    this.outbox = outbox;
    this.report = report;
    this.deleteExtra = deleteExtra;
  }

  @Override
  public void found(Fault fault, Stream stream, Row row) {
    List<String> key = TableComparison.key(row);
    Remedy remedy = isNamed(stream, key) ? remedy(fault, row) : Remedy.UNCLEAR;
    report.found(stream.table(), remedy, row.key());
    switch (remedy) {
      case WRITE -> add(new Lot(stream, RelayCopy.COPY), key);
      case DELETE -> add(new Lot(stream, RelayCopy.TOMBSTONES), key);
      case LEAVE, UNCLEAR -> run.checkGoingOn();
    }
  }

  /** Puts into the outbox what is left. */
  void flush() {
    waiting.forEach(this::queue);
    waiting.clear();
  }

  /** In an order that foreign keys allow: what goes does so in the opposite one, and last. */
  List<Queued> queued() {
    List<Queued> ordered = new ArrayList<>(queued);
    ordered.removeIf(batch -> batch.kind().equals(RelayCopy.TOMBSTONES));
    for (int i = queued.size() - 1; i >= 0; i--) {
      if (queued.get(i).kind().equals(RelayCopy.TOMBSTONES)) {
        ordered.add(queued.get(i));
      }
    }
    return ordered;
  }

  /** An update's key may have no value in staging, which only production has, or several. */
  private Remedy remedy(Fault fault, Row row) {
    int values = TableComparison.values(row);
    boolean extra = fault == Fault.ONLY_IN_PRODUCTION || values == 0;
    if (extra) {
      return deleteExtra ? Remedy.DELETE : Remedy.LEAVE;
    }
    return values == 1 ? Remedy.WRITE : Remedy.UNCLEAR;
  }

  /** A key with a NULL, or with a day that is none, finds no row again. */
  private static boolean isNamed(Stream stream, List<String> key) {
    for (int i = 0; i < key.size(); i++) {
      boolean day = stream.key().get(i).type() == SqlType.DATE;
      if (key.get(i) == null || day && !key.get(i).matches(DAY)) {
        return false;
      }
    }
    return true;
  }

  private void add(Lot lot, List<String> key) {
    if (waiting.keySet().stream().anyMatch(other -> !other.stream().equals(lot.stream()))) {
      flush(); // of the table before: rows of this one may refer to its
    }
    List<List<String>> keys = waiting.computeIfAbsent(lot, l -> new ArrayList<>());
    keys.add(key);
    if (keys.size() == ROWS) {
      queue(lot, keys);
      waiting.remove(lot);
    }
  }

  private void queue(Lot lot, List<List<String>> keys) {
    if (run.isDryRun()) {
      return;
    }
    Outbox.Copies copies = new Outbox.Copies(UUID.randomUUID(), lot.stream(), lot.kind(), keys);
    writes.write(run, staging -> outbox.queue(staging, run, copies));
    queued.add(new Queued(copies.id(), copies.stream(), copies.kind()));
  }
}
