package io.syncline.entities;

import io.syncline.core.write.Composition;
import io.syncline.entities.engine.grid.ReadRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The batches of a feed in the order of its rows, each made when it is its turn. */
final class FeedBatches implements Iterator<Composition> {
  private final FeedProgress feed;
  private final FeedTarget target;
  private final int size;
  private final Iterator<ReadRow> rows;
  private final Deque<Composition> first = new ArrayDeque<>();

  FeedBatches(FeedProgress feed, FeedTarget target, int size) {
    this.feed = feed;
    this.target = target;
    this.size = size;
    this.rows = feed.rows().iterator();
  }

  /** Something that is to be done before them. */
  FeedBatches after(Composition other) {
    first.add(other);
    return this;
  }

  @Override
  public boolean hasNext() {
    return !first.isEmpty() || rows.hasNext();
  }

  @Override
  public Composition next() {
    if (!first.isEmpty()) {
      return first.remove();
    }
    List<ReadRow> batch = new ArrayList<>(size);
    while (batch.size() < size && rows.hasNext()) {
      batch.add(rows.next());
    }
    return new FeedBatch(feed, target, batch);
  }
}
