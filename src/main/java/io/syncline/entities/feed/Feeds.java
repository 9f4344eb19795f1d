package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
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

  /**
   * What would be configured with the columns that a call has for a tab, where it has any.
   *
   * @throws RequestRefused 400 for what is no list of columns, 404 for a tab that is not there
   */
  public Configured trying(ApiRequest call) {
    Configuration all = store.read();
    Configuration.Tab tab = Asked.tab(all, call.id());
    JsonNode columns = Asked.only(call, FeedJson.COLUMNS, TabLooks.KEPT).path(FeedJson.COLUMNS);
    if (columns.isMissingNode()) {
      return of(all);
    }
    ObjectNode then = FeedJson.of(tab);
    then.set(FeedJson.COLUMNS, columns);
    return of(all.with(FeedJson.tab(tab.id(), then, "")));
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
