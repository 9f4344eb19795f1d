package io.syncline.core.record;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One item of a stream after mapping: its values in the order of its table's columns. A record is
 * never an exchange of its own (write-path#what-makes-it-fast), so it is kept as plain as it can
 * be.
 */
public final class SyncRecord {
  private final @Nullable Object[] values;

  private SyncRecord(@Nullable Object[] values) {
    this.values = values;
  }

  /** A record of these values; {@code null} stands for SQL NULL. */
  public static SyncRecord of(@Nullable Object... values) {
    return new SyncRecord(values.clone());
  }

  /** {@code null} for SQL NULL. */
  public @Nullable Object value(int column) {
    return values[column];
  }

  /** A value of the key, which no table has NULL. */
  public Object required(int column) {
    return Objects.requireNonNull(values[column]);
  }

  public int width() {
    return values.length;
  }

  /** Whether the first so many values are those of another record. */
  public boolean startsLike(SyncRecord other, int columns) {
    return Arrays.equals(values, 0, columns, other.values, 0, columns);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SyncRecord that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
