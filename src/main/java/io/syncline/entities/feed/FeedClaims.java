package io.syncline.entities.feed;

import io.syncline.core.database.Databases;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.feed.FeedChange.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** What feeds have said that they are to say no more. */
@Component
public final class FeedClaims {
  private static final String GOING =
      " WHERE feed_id = :feed AND NOT (entity_type = :type AND field_name = ANY (:fields))";

  private static final String ENTITIES =
      "SELECT DISTINCT entity_type, entity_id FROM source_values"
          + GOING
          + " ORDER BY entity_type, entity_id";

  /** A feed that was run once may be in the middle of a run. */
  private static final String IS_KNOWN =
      "SELECT EXISTS (SELECT 1 FROM run_leases WHERE scope = :scope)";

  /** Of two transactions that meet here each takes the rows in one order. */
  private static final String IN_ORDER =
      """
      SELECT FROM feed_rows
      WHERE feed_id = :feed OR entity_id IN (SELECT entity_id FROM source_values%s)
      ORDER BY feed_id, row_key FOR UPDATE
      """
          .formatted(GOING);

  /**
   * What could not be resolved is resolved by the next runs, which look again and read everything.
   */
  private static final String SWEEP =
      """
      WITH swept AS (
          DELETE FROM source_values%s RETURNING entity_id
      ), resolved AS (
          UPDATE field_conflicts SET resolved_at = :at::timestamptz, last_run_id = :run
          WHERE losing_feed_id = :feed AND resolved_at IS NULL
            AND NOT (entity_type = :type AND field_name = ANY (:fields))
      ), unread AS (
          DELETE FROM feed_rows WHERE feed_id = :feed AND :deleted
      ), anew AS (
          DELETE FROM feed_cursors WHERE feed_id = :feed
      )
      UPDATE feed_rows SET content_hash = NULL
      WHERE (feed_id <> :feed OR NOT :deleted) AND content_hash IS NOT NULL
        AND entity_id IN (SELECT entity_id FROM swept)
      """
          .formatted(GOING);

  private final JdbcClient staging;

  FeedClaims(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Whether a feed has said, or may be saying, what it is not to keep. */
  boolean mayGo(FeedScopes.Whom whom, UUID feed, Kept kept, boolean says) {
    return !entities(feed, kept).isEmpty()
        || says && staging.sql(IS_KNOWN).param("scope", whom.scope()).query(Boolean.class).single();
  }

  /**
   * By kind the entities of which a feed says what it is not to keep, in the order of their ids.
   */
  public Map<String, List<UUID>> entities(UUID feed, Kept kept) {
    Map<String, List<UUID>> entities = new LinkedHashMap<>();
    bound(staging.sql(ENTITIES), feed, kept)
        .query(
            row -> {
              entities
                  .computeIfAbsent(row.getString("entity_type"), type -> new ArrayList<>())
                  .add(row.getObject("entity_id", UUID.class));
            });
    return entities;
  }

  /** Deletes what is left of it, such as of entities that are not there any more. */
  static void sweep(StagingTx transaction, UUID feed, Kept kept) {
    bound(transaction.client().sql(IN_ORDER), feed, kept).query((row, number) -> number).list();
    bound(transaction.client().sql(SWEEP), feed, kept)
        .param("at", transaction.at().toString())
        .param("run", transaction.run().id())
        .param("deleted", kept.equals(Kept.NOTHING))
        .update();
  }

  private static StatementSpec bound(StatementSpec statement, UUID feed, Kept kept) {
    return statement
        .param("feed", feed)
        .param("type", kept.type())
        .param("fields", kept.fields().toArray(String[]::new));
  }
}
