package io.syncline.entities.engine;

import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.Value;

/** Sets and takes back the flag of entities that are in no feed (mapping#11-rows-that-vanish). */
final class Archiving {
  private static final Value TRUE = new Value.Bool(true);
  private static final Value FALSE = new Value.Bool(false);

  private Archiving() {}

  /** Its row came back. What somebody archived by hand stays archived. */
  static void restore(Feed feed, EntityWork work, RowRef row) {
    Newest newest = work.view().newest(EntityType.ARCHIVED);
    if (isArchived(work) && newest != null && !newest.isOfApp()) {
      work.set(lineage(feed, work, row, FALSE));
    }
  }

  /** Whether it was not archived before. */
  static boolean archive(Feed feed, EntityWork work, RowRef row) {
    if (isArchived(work)) {
      return false;
    }
    work.set(lineage(feed, work, row, TRUE));
    return true;
  }

  private static boolean isArchived(EntityWork work) {
    return TRUE.equals(work.view().value(EntityType.ARCHIVED));
  }

  private static LineageRow lineage(Feed feed, EntityWork work, RowRef row, Value value) {
    return new LineageRow(
        work.id(),
        EntityType.ARCHIVED,
        feed.source(),
        feed.id(),
        feed.source().name() + " → " + feed.tab(),
        row,
        Authority.SOURCE_OF_TRUTH.word(),
        FALSE.equals(value) ? TRUE : FALSE,
        value);
  }
}
