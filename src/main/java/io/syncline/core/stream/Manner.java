package io.syncline.core.stream;

import java.util.Optional;

/**
 * How a stream's rows are written, compared and found again.
 *
 * @param effect what becomes of a record whose key the table has, or has not
 * @param prefixed whether the table's name gets the database's prefix
 * @param memory how a batch remembers its rows
 * @param stamped which time stamps of the table are ours to set
 * @param shared whether several scopes write the same rows: production gets what staging holds
 * @param stagingOnly whether production has no such table
 * @param compared by what a record is told from the row that is there
 * @param parts where the table is in partitions, and which of them this is of
 */
record Manner(
    Effect effect,
    boolean prefixed,
    Memory memory,
    Stamps stamped,
    boolean shared,
    boolean stagingOnly,
    Comparison compared,
    Optional<Partitioning> parts) {
  static final Manner USUAL =
      new Manner(
          Effect.UPSERT,
          true,
          Memory.KEYS,
          Stamps.CREATED,
          false,
          false,
          Comparison.OF_ALL,
          Optional.empty());

  Manner with(Effect how) {
    return new Manner(how, prefixed, memory, stamped, shared, stagingOnly, compared, parts);
  }

  Manner with(Memory how) {
    return new Manner(effect, prefixed, how, stamped, shared, stagingOnly, compared, parts);
  }

  Manner with(Stamps which) {
    return new Manner(effect, prefixed, memory, which, shared, stagingOnly, compared, parts);
  }

  Manner with(Comparison by) {
    return new Manner(effect, prefixed, memory, stamped, shared, stagingOnly, by, parts);
  }

  Manner with(Partitioning in) {
    return new Manner(
        effect, prefixed, memory, stamped, shared, stagingOnly, compared, Optional.of(in));
  }

  Manner unprefixed() {
    return new Manner(effect, false, memory, stamped, shared, stagingOnly, compared, parts);
  }

  Manner sharing() {
    return new Manner(effect, prefixed, memory, stamped, true, stagingOnly, compared, parts);
  }

  Manner inStagingOnly() {
    return new Manner(effect, prefixed, memory, stamped, shared, true, compared, parts);
  }
}
