package io.syncline.core.verify;

import java.util.List;

/** What a comparison of staging with production found; every list is empty when all is well. */
public record Verification(List<Compared> tables, List<Finding> findings) {
  public Verification {
    tables = List.copyOf(tables);
    findings = List.copyOf(findings);
  }

  /** A table and how many rows each database has of it. */
  public record Compared(String table, long staging, long production) {}

  /**
   * One kind of fault in one place.
   *
   * @param subject the table, or the ledger's
   * @param examples the first keys of those counted, at most twenty
   */
  public record Finding(Fault fault, String subject, long count, List<String> examples) {
    public Finding {
      examples = List.copyOf(examples);
    }
  }

  /** What can be wrong; the codes are those of the invariants in docs. */
  public enum Fault {
    ONLY_IN_STAGING("rows only in staging, not pending"),
    ONLY_IN_PRODUCTION("rows only in production"),
    DIFFERENT("rows with different values"),
    PENDING("batches that production still lacks"),
    DEAD("records or batches that were given up"),
    NOT_APPLIED("delivered batches that production does not know"),
    UNKNOWN_BATCH("batches in production that staging does not know"),
    OTHER_ROWS("batches with another number of rows in production"),
    PRODUCTION_FIRST("batches committed in production before staging"),
    STALE_RUN("runs without a heartbeat for 45 s that are still running"),
    COUNTS("runs whose counts do not add up"),
    OVERLAP("runs of one scope at the same time");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Whether nothing at all was found. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
