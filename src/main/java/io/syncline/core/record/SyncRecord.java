package io.syncline.core.record;

import java.util.Arrays;

/**
 * One item of a stream after mapping: its values in the order of its table's columns. A record is
 * never an exchange of its own (write-path#what-makes-it-fast), so it is kept as plain as it can
 * be.
 */
public final class SyncRecord {
  private final Object[] values;

  private SyncRecord(Object[] values) {
    this.values = values;
  }

  /** A record of these values; {@code null} stands for SQL NULL. */
  public static SyncRecord of(Object... values) {
    return new SyncRecord(values.clone());
  }

  public Object value(int column) {
    return values[column];
  }

  public int width() {
    return values.length;
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
