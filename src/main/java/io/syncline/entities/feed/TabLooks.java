package io.syncline.entities.feed;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Looks;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedCheck;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.SourceKinds;
import io.syncline.entities.source.SourceOrder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads a tab for somebody who looks at it, be it paused or not; nothing is written. */
@Component
public final class TabLooks {
  private static final String WORD = "entities";

  private final SourceKinds kinds;
  private final Looks looks;
  private final Duration wait;

  TabLooks(SourceKinds kinds, Looks looks, @Value("${syncline.http.wait}") Duration wait) {
    this.kinds = kinds;
    this.looks = looks;
    this.wait = wait;
  }

  /**
   * A tab with what its source answered.
   *
   * @param feed as it is configured, in the language of its source
   */
  public record Seen(Feed feed, TypePlan type, FeedRead.Rows rows) {}

  /**
   * What somebody makes of the tab that a call names.
   *
   * @param most so many rows are enough; of a sheet all come
   * @throws RequestRefused 400 for a tab that cannot be run as it is configured, 404 for one that
   *     is not there, 422 or 503 where its source cannot be read
   */
  public <T> T look(Configured configured, ApiRequest call, int most, Function<Seen, T> making) {
    UUID id = call.id();
    StoredFeed stored = configured.find(id).orElseThrow(() -> Asked.unknownTab(id));
    Asked.refuse(stored.faults());
    return looks.look(
        WORD,
        call.caller(),
        wait,
        run -> making.apply(seen(configured, stored, read(stored, most, run))));
  }

  private FeedRead.Rows read(StoredFeed stored, int most, ActiveRun run) {
    SourceOrder order =
        new SourceOrder(
            stored.source().id(),
            stored.source().name(),
            stored.source().config(),
            List.of(stored.order(Optional.empty(), most)));
    FeedRead read = kinds.of(stored.source().type()).read(order, run).get(stored.feed().id());
    if (read instanceof FeedRead.Failed failed) {
      throw failed.failure();
    }
    return (FeedRead.Rows) Objects.requireNonNull(read);
  }

  private static Seen seen(Configured configured, StoredFeed stored, FeedRead.Rows rows) {
    Feed feed = stored.in(rows.locale(), rows.timeZone());
    TypePlan type = configured.plan(feed.entityType());
    Asked.refuse(FeedCheck.faults(feed, type));
    return new Seen(feed, type, rows);
  }
}
