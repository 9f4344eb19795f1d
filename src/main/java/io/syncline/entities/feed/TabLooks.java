package io.syncline.entities.feed;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Parameter;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Looks;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedCheck;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.Samples.Sample;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.SourceKinds;
import io.syncline.entities.source.SourceOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads a tab for somebody who looks at it, be it paused or not; nothing is written. */
@Component
public final class TabLooks {
  /** Whether what was read a short while ago is looked at again. */
  public static final String KEPT = "kept";

  private static final String WORD = "entities";

  private final SourceKinds kinds;
  private final Looks looks;
  private final Samples samples;
  private final Duration wait;

  TabLooks(
      SourceKinds kinds,
      Looks looks,
      Samples samples,
      @Value("${syncline.http.wait}") Duration wait) {
    this.kinds = kinds;
    this.looks = looks;
    this.samples = samples;
    this.wait = wait;
  }

  /**
   * A tab with what its source answered.
   *
   * @param feed as it is configured, in the language of its source
   * @param rows the header and the first rows below it
   */
  public record Seen(Feed feed, TypePlan type, FeedRead.Rows rows, Instant readAt) {}

  /**
   * What somebody makes of the tab that a call names.
   *
   * @param most so many rows are enough
   * @throws RequestRefused 400 for a tab that cannot be run as it is configured, 404 for one that
   *     is not there, 422 or 503 where its source cannot be read
   */
  public <T> T look(Configured configured, ApiRequest call, int most, Function<Seen, T> making) {
    UUID id = call.id();
    StoredFeed stored = configured.find(id).orElseThrow(() -> Asked.unknownTab(id));
    Asked.refuse(stored.faults());
    Samples.Read what =
        new Samples.Read(order(stored, most, decides(stored)), stored.feed().headerRow());
    Optional<Sample> kept = isKept(call) ? samples.find(what) : Optional.empty();
    if (kept.isPresent()) {
      return looks.again(WORD, () -> making.apply(seen(configured, stored, kept.get())));
    }
    return looks.look(
        WORD,
        call.caller(),
        wait,
        run -> {
          FeedRead.Rows rows = read(stored, order(stored, most, true), run);
          return making.apply(seen(configured, stored, samples.keep(what, rows, most)));
        });
  }

  private static boolean isKept(ApiRequest call) {
    String word = call.asked().path(KEPT).asText("false");
    if (!Parameter.TRUTHS.contains(word)) {
      throw RequestRefused.invalid(KEPT, "must be true or false", Parameter.TRUTHS);
    }
    return word.equals("true");
  }

  /** Whether what is mapped decides what comes. */
  private boolean decides(StoredFeed stored) {
    return kinds.of(stored.source().type()).readsOnlyMapped();
  }

  private static SourceOrder order(StoredFeed stored, int most, boolean withColumns) {
    FeedOrder all = stored.order(Optional.empty(), most);
    FeedOrder feed =
        withColumns
            ? all
            : new FeedOrder(
                all.id(), all.tabName(), all.sheetId(), Set.of(), all.cursor(), all.most());
    return new SourceOrder(
        stored.source().id(), stored.source().name(), stored.source().config(), List.of(feed));
  }

  private FeedRead.Rows read(StoredFeed stored, SourceOrder order, ActiveRun run) {
    FeedRead read = kinds.of(stored.source().type()).read(order, run).get(stored.feed().id());
    if (read instanceof FeedRead.Failed failed) {
      throw failed.failure();
    }
    return (FeedRead.Rows) Objects.requireNonNull(read);
  }

  private static Seen seen(Configured configured, StoredFeed stored, Sample sample) {
    FeedRead.Rows rows = sample.rows();
    Feed feed = stored.in(rows.locale(), rows.timeZone());
    TypePlan type = configured.plan(feed.entityType());
    Asked.refuse(FeedCheck.faults(feed, type));
    return new Seen(feed, type, rows, sample.readAt());
  }
}
