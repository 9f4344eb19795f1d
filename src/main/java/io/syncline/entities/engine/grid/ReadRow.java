package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.value.Cell;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row that is not blank, with its cells in mapping order. */
public final class ReadRow {
  private final RowRef ref;
  private final int position;
  private final @Nullable Cell[] cells;
  private final @Nullable RowKey key;
  private final @Nullable RowError keyFault;
  private final byte[] digest;

  ReadRow(
      RowRef ref,
      int position,
      @Nullable Cell[] cells,
      @Nullable RowKey key,
      @Nullable RowError keyFault,
      byte[] digest) {
    this.ref = ref;
    this.position = position;
    this.cells = cells;
    this.key = key;
    this.keyFault = keyFault;
    this.digest = digest;
  }

  public RowRef ref() {
    return ref;
  }

  /** How many rows were read before it. */
  public int position() {
    return position;
  }

  /** The cell of a column of the plan; null where the column is not read. */
  public @Nullable Cell cell(int column) {
    return cells[column];
  }

  /** Empty where the key cannot be read. */
  public Optional<RowKey> key() {
    return Optional.ofNullable(key);
  }

  /** What is wrong with the key. */
  public Optional<RowError> keyFault() {
    return Optional.ofNullable(keyFault);
  }

  /**
   * SHA-256 of the cells with their types and of the configuration (mapping#102-the-hash-of-a-row).
   */
  byte[] digest() {
    return digest;
  }

  /** The same, as it is stored beside the row. */
  public String hash() {
    return HexFormat.of().formatHex(digest);
  }
}
