package io.syncline.entities.feed;

import io.syncline.core.stream.TableStreams;
import io.syncline.core.write.Composition;
import io.syncline.entities.source.SourceKinds;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What is configured, read anew whenever it is asked for: a row that somebody writes by SQL counts.
 */
@Component
public final class Feeds {
  private final FeedStore store;
  private final TableStreams tables;
  private final SourceKinds kinds;

  Feeds(FeedStore store, TableStreams tables, SourceKinds kinds) {
    this.store = store;
    this.tables = tables;
    this.kinds = kinds;
  }

  /** All of it, of one moment. */
  public Configured now() {
    return of(store.read());
  }

  /** What is configured once a change is done. */
  public Configured after(FeedChange change) {
    return of(change.after(store.read()));
  }

  /** The last step of a change, which does it. */
  public Composition last(FeedChange change, FeedChange.Kept kept) {
    return new FeedChanged(change, kept);
  }

  Configured of(Configuration configuration) {
    return new Configured(configuration, tables::columns, this::faults);
  }

  /** What the source's kind finds wrong with its configuration and with the tabs that are named. */
  List<String> faults(StoredSource source, Set<String> tabs) {
    return kinds.types().contains(source.type())
        ? kinds.of(source.type()).faults(source.config(), tabs)
        : List.of("type: '" + source.type() + "' is none of " + kinds.types());
  }
}
