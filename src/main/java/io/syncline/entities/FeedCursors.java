package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunOutcome;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.KeyKind;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.value.Digests;
import io.syncline.entities.feed.StoredFeed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far feeds were read whose source tells what changed (mapping#106-watermarks). A cursor is for
 * the configuration that it was made with, and ends with the next run that begins to write.
 *
 * <ol>
 *   <li>Only records that are known by their own ids have one: of others each key is to be seen
 *       beside all, or what stands twice would not be noticed.
 *   <li>A run leaves one when nothing was wrong with any of its rows: they would not come again.
 *   <li>It does not count while a row is due again because somebody else changed its entity.
 * </ol>
 */
@Component
final class FeedCursors {
  private static final String LOCALE = "en_US";
  private static final String ZONE = "UTC";

  private static final String SECRET =
      "SELECT updated_at::text FROM stored_secrets WHERE name = 'entities.source.' || ?";

  private static final String FIND =
      """
      SELECT m.cursor FROM feed_cursors m
      WHERE m.feed_id = ? AND m.fingerprint = ? AND m.cursor IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM feed_rows r
                        WHERE r.feed_id = m.feed_id AND r.is_present AND r.content_hash IS NULL)
      """;

  private static final String BEGIN =
      """
      INSERT INTO feed_cursors AS m (feed_id, fence, fingerprint) VALUES (?, ?, ?)
      ON CONFLICT (feed_id) DO UPDATE
      SET fence = excluded.fence, fingerprint = excluded.fingerprint, cursor = NULL
      WHERE m.fence < excluded.fence
      """;

  private static final String END =
      "UPDATE feed_cursors SET cursor = ? WHERE feed_id = ? AND fence = ?";

  private final JdbcClient staging;

  FeedCursors(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** What the cursor of the feed is made with; empty for one that has none. */
  Optional<String> fingerprint(StoredFeed stored, TypePlan type) {
    boolean hasCursor =
        stored.feed().rules().keyKind() == KeyKind.EXTERNAL_ID && stored.faults().isEmpty();
    return hasCursor ? Optional.of(digest(stored, type)) : Optional.empty();
  }

  private String digest(StoredFeed stored, TypePlan type) {
    MessageDigest digest = Digests.sha256();
    digest.update(FeedPlan.of(stored.in(LOCALE, ZONE), type).fingerprint());
    for (String part :
        new String[] {
          stored.source().id().toString(),
          stored.source().type(),
          stored.source().config().toString(),
          stored.feed().entityType(),
          stored.feed().tab(),
          staging.sql(SECRET).param(stored.source().id()).query(String.class).list().toString()
        }) {
      digest.update(('\n' + part).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Where the next read begins; empty where everything is to be read. */
  Optional<String> cursor(StoredFeed stored, String fingerprint) {
    return staging.sql(FIND).params(stored.feed().id(), fingerprint).query(String.class).optional();
  }

  /** A run begins to write: whatever becomes of it, the cursor of the one before counts no more. */
  void begin(FeedWork work, ActiveRun run) {
    work.fingerprint()
        .ifPresent(
            fingerprint ->
                staging
                    .sql(BEGIN)
                    .params(work.stored().feed().id(), run.fence(), fingerprint)
                    .update());
  }

  /** The run is over; a later one that has begun meanwhile is not touched. */
  void end(FeedProgress feed, ActiveRun run) {
    boolean isSound =
        run.outcome() == RunOutcome.COMPLETED
            && run.errors().total() == 0
            && run.errors().warnings() == 0;
    feed.rows()
        .read()
        .cursor()
        .filter(cursor -> isSound && isKnownByIds(feed))
        .ifPresent(
            cursor ->
                staging.sql(END).params(cursor, feed.plan().feed().id(), run.fence()).update());
  }

  /** Whether no two records could have one key. */
  private static boolean isKnownByIds(FeedProgress feed) {
    return StreamSupport.stream(feed.rows().spliterator(), false)
        .allMatch(
            row ->
                row.key().filter(key -> key.normalized().equals(row.ref().recordId())).isPresent());
  }
}
