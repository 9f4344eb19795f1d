package io.syncline.clientapi.shopify;

import io.syncline.clientapi.shopify.BulkLines.Owner;
import io.syncline.core.database.BinaryRows;
import io.syncline.core.database.Database;
import io.syncline.core.run.Aside;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Copies a result's rows into the table of lines, numbered as they come, some at a time: they are
 * made and sent while the next ones are read.
 */
final class BulkCopy {
  /** Of a statement: what is larger takes memory of its own kind, and marking for it. */
  private static final int BYTES_AT_ONCE = 250_000;

  private static final int OF_A_ROW = 150; // bytes that it takes beside its text
  private static final String COPY =
      """
      COPY client_bulk_lines (credential_id, stream, fence, line, id, parent_id, data)
      FROM STDIN (FORMAT binary)
      """;
  private static final int COLUMNS = 7;

  private final Database staging;
  private final Aside aside;
  private final Owner owner;
  private List<BulkFile.Entry> waiting = new ArrayList<>();
  private int size;
  private Supplier<Long> before = () -> 0L;
  private long rows;
  private long apart;

  BulkCopy(Database staging, Aside aside, Owner owner) {
    this.staging = staging;
    this.aside = aside;
    this.owner = owner;
  }

  /** Rows that were taken. */
  long rows() {
    return rows;
  }

  /** Those of them that have a parent. */
  long apart() {
    return apart;
  }

  void take(BulkFile.Entry entry) {
    waiting.add(entry);
    size += OF_A_ROW + entry.length();
    rows++;
    apart += entry.parent() == null ? 0 : 1;
    if (size >= BYTES_AT_ONCE) {
      send();
    }
  }

  /** Begins to copy what waits, once what was sent before is there. */
  void send() {
    before.get();
    List<BulkFile.Entry> entries = waiting;
    long first = rows - entries.size() + 1;
    before = aside.begin(() -> copied(made(first, entries)));
    waiting = new ArrayList<>();
    size = 0;
  }

  /** Waits for what was sent, or it would come after whatever is done next. */
  void settle() {
    before.get();
  }

  private BinaryRows made(long first, List<BulkFile.Entry> entries) {
    BinaryRows made = new BinaryRows(COLUMNS, BYTES_AT_ONCE + BYTES_AT_ONCE / 2);
    long number = first;
    for (BulkFile.Entry entry : entries) {
      made.row().uuid(owner.credential()).text(owner.stream()).bigint(owner.fence());
      made.bigint(number++).text(entry.id()).text(entry.parent()).lines(entry.data());
    }
    return made;
  }

  private long copied(BinaryRows rows) {
    try {
      return rows.copy(staging, COPY);
    } catch (SQLException e) {
      throw BulkLines.again(String.valueOf(e.getSQLState()), e);
    }
  }
}
