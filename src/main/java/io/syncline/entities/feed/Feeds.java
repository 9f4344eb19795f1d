package io.syncline.entities.feed;

import io.syncline.core.stream.TableStreams;
import org.springframework.stereotype.Component;

/**
 * What is configured, read anew whenever it is asked for: a row that somebody writes by SQL counts.
 */
@Component
public final class Feeds {
  private final FeedStore store;
  private final TableStreams tables;

  Feeds(FeedStore store, TableStreams tables) {
    this.store = store;
    this.tables = tables;
  }

  /** All of it, of one moment. */
  public Configured now() {
    return of(store.read());
  }

  Configured of(Configuration configuration) {
    return new Configured(configuration, tables::columns);
  }
}
