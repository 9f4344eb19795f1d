package io.syncline.entities.source;

import io.syncline.core.error.SyncFailure;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** What came of a feed. */
public sealed interface FeedRead {

  /**
   * Its rows.
   *
   * @param tabName the title that it has now
   * @param locale the source's own, as it spells it; {@code en_US} where it has none
   * @param timeZone the source's own; {@code UTC} where it has none
   * @param isWhole whether that is everything there is, so that what is absent is gone
   * @param cursor where the next read begins, to be kept with the last batch
   */
  record Rows(
      String tabName,
      OptionalLong sheetId,
      String locale,
      String timeZone,
      PackedRows rows,
      boolean isWhole,
      Optional<String> cursor)
      implements FeedRead {

    /** Whether they are records of an API; where there is none, its kind tells. */
    public boolean areRecords(String kind) {
      Iterator<Row> all = rows.iterator();
      return all.hasNext() ? all.next() instanceof Row.OfApi : !kind.equals("google_sheet");
    }

    /** The same of other rows. */
    public Rows of(PackedRows others) {
      return new Rows(tabName, sheetId, locale, timeZone, others, isWhole, cursor);
    }

    /** Records of a source that has neither tabs nor a language. */
    public static Rows records(
        String kind, PackedRows rows, boolean isWhole, Optional<String> cursor) {
      return new Rows(kind, OptionalLong.empty(), "en_US", "UTC", rows, isWhole, cursor);
    }
  }

  /** It alone cannot be read. */
  record Failed(SyncFailure failure) implements FeedRead {}
}
