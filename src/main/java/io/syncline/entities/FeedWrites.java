package io.syncline.entities;

import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.ClaimKey;
import io.syncline.entities.engine.change.ConflictChange;
import io.syncline.entities.engine.change.ConflictChange.Kind;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.change.Linked;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Writes what only staging has of a batch: claims, conflicts, keys, links and rows of a feed. */
record FeedWrites(StagingTx staging, Feed feed) {
  /** Of two feeds whose batches meet here each takes the rows in one order. */
  private static final String IN_ORDER =
      """
      SELECT FROM feed_rows
      WHERE feed_id = :feed AND row_key = ANY (:rows) OR entity_id = ANY (:touched::uuid[])
      ORDER BY feed_id, row_key FOR UPDATE
      """;

  /** Each row of a table is met by one of these statements only: they all see the same moment. */
  private static final String WRITE =
      """
      WITH claimed AS (
          INSERT INTO source_values
              (feed_id, entity_id, field_name, entity_type, value, raw, asserted_at, updated_at, run_id)
          SELECT :feed, c.entity, c.field, :type, c.value::jsonb, c.raw, c.at, :at::timestamptz, :run
          FROM unnest(:claimEntities::uuid[], :claimFields::text[], :claimValues::text[], :claimRaws::text[],
                      :claimTimes::timestamptz[]) AS c (entity, field, value, raw, at)
          ON CONFLICT (feed_id, entity_id, field_name) DO UPDATE
          SET value = excluded.value, raw = excluded.raw, updated_at = excluded.updated_at, run_id = excluded.run_id
      ), withdrawn AS (
          DELETE FROM source_values v USING unnest(:goneEntities::uuid[], :goneFields::text[]) AS w (entity, field)
          WHERE v.feed_id = :feed AND v.entity_id = w.entity AND v.field_name = w.field
      ), opened AS (
          INSERT INTO field_conflicts
              (entity_type, entity_id, field_name, winning_feed_id, winning_value, losing_feed_id, losing_value,
               first_run_id, last_run_id, opened_at)
          SELECT :type, c.entity, c.field, c.winner, c.won::jsonb, c.loser, c.lost::jsonb, :run, :run, :at::timestamptz
          FROM unnest(:openEntities::uuid[], :openFields::text[], :openWinners::uuid[], :openWon::text[],
                      :openLosers::uuid[], :openLost::text[]) AS c (entity, field, winner, won, loser, lost)
          ON CONFLICT (entity_id, field_name, losing_feed_id) WHERE resolved_at IS NULL DO UPDATE
          SET winning_feed_id = excluded.winning_feed_id, winning_value = excluded.winning_value,
              losing_value = excluded.losing_value, last_run_id = excluded.last_run_id
      ), resolved AS (
          UPDATE field_conflicts f SET resolved_at = :at::timestamptz, last_run_id = :run
          FROM unnest(:endEntities::uuid[], :endFields::text[], :endLosers::uuid[]) AS c (entity, field, loser)
          WHERE f.entity_id = c.entity AND f.field_name = c.field AND f.losing_feed_id = c.loser
            AND f.resolved_at IS NULL
      ), aged AS (%s), taken AS (%s), linked AS (
          INSERT INTO entity_links (data_source_id, external_id, entity_type, entity_id)
          SELECT :source, l.id, :type, l.entity FROM unnest(:links::text[], :linkEntities::uuid[]) AS l (id, entity)
          ON CONFLICT (data_source_id, entity_type, external_id) DO UPDATE SET entity_id = excluded.entity_id
      ), kept AS (
          INSERT INTO feed_rows
              (feed_id, row_key, content_hash, field_hash, row_number, record_id, entity_id, is_present, run_id)
          SELECT :feed, r.key, decode(r.content, 'hex'), decode(r.fields, 'hex'), r.number, r.record, r.entity,
                 r.present, :run
          FROM unnest(:rows::text[], :contents::text[], :fields::text[], :numbers::int[], :records::text[],
                      :rowEntities::uuid[], :presents::boolean[])
              AS r (key, content, fields, number, record, entity, present)
          ON CONFLICT (feed_id, row_key) DO UPDATE
          SET content_hash = excluded.content_hash, field_hash = excluded.field_hash,
              row_number = excluded.row_number, record_id = excluded.record_id,
              entity_id = excluded.entity_id, is_present = excluded.is_present, run_id = excluded.run_id
      )
      UPDATE feed_rows SET content_hash = NULL
      WHERE entity_id = ANY (:touched::uuid[]) AND (feed_id <> :feed OR row_key <> ALL (:rows::text[]))
        AND content_hash IS NOT NULL
      """
          .formatted(EntityKeys.AGE, EntityKeys.GIVE);

  /** What of a batch is of staging alone; nothing is asked of the database where there is none. */
  void write(String type, BatchChanges changes) {
    if (changes.rows().isEmpty() && changes.touched().isEmpty() && changes.conflicts().isEmpty()) {
      return;
    }
    staging
        .client()
        .sql(IN_ORDER)
        .param("feed", feed.id())
        .param("rows", texts(changes.rows(), FeedRow::rowKey))
        .param("touched", FeedState.texts(changes.touched()))
        .query((row, number) -> number)
        .list();
    StatementSpec statement =
        staging
            .client()
            .sql(WRITE)
            .param("feed", feed.id())
            .param("source", feed.source().id())
            .param("type", type)
            .param("run", staging.run().id())
            .param("at", staging.at().toString())
            .param("touched", FeedState.texts(changes.touched()));
    statement = claims(statement, changes.claims(), changes.withdrawn());
    statement = conflicts(statement, changes.conflicts());
    statement = identities(statement, changes.keys(), changes.links());
    rows(statement, changes.rows()).update();
  }

  private static StatementSpec claims(
      StatementSpec statement, List<Claim> claims, List<ClaimKey> withdrawn) {
    return statement
        .param("claimEntities", texts(claims, it -> it.entityId().toString()))
        .param("claimFields", texts(claims, Claim::field))
        .param("claimValues", texts(claims, it -> json(it.value())))
        .param("claimRaws", texts(claims, Claim::raw))
        .param("claimTimes", texts(claims, it -> it.assertedAt().toString()))
        .param("goneEntities", texts(withdrawn, it -> it.entityId().toString()))
        .param("goneFields", texts(withdrawn, ClaimKey::field));
  }

  private static StatementSpec conflicts(StatementSpec statement, List<ConflictChange> changes) {
    List<Conflict> open =
        changes.stream()
            .filter(it -> it.kind() != Kind.RESOLVED)
            .map(ConflictChange::conflict)
            .toList();
    List<Conflict> ended =
        changes.stream()
            .filter(it -> it.kind() == Kind.RESOLVED)
            .map(ConflictChange::conflict)
            .toList();
    return statement
        .param("openEntities", texts(open, it -> it.entityId().toString()))
        .param("openFields", texts(open, Conflict::field))
        .param("openWinners", texts(open, it -> text(it.winningFeedId())))
        .param("openWon", texts(open, it -> json(it.winningValue())))
        .param("openLosers", texts(open, it -> it.losingFeedId().toString()))
        .param("openLost", texts(open, it -> json(it.losingValue())))
        .param("endEntities", texts(ended, it -> it.entityId().toString()))
        .param("endFields", texts(ended, Conflict::field))
        .param("endLosers", texts(ended, it -> it.losingFeedId().toString()));
  }

  private static StatementSpec identities(
      StatementSpec statement, List<KeyTaken> keys, List<Linked> links) {
    return statement
        .param("keys", texts(keys, KeyTaken::normalizedKey))
        .param("keyEntities", texts(keys, it -> it.entityId().toString()))
        .param("links", texts(links, Linked::recordId))
        .param("linkEntities", texts(links, it -> it.entityId().toString()));
  }

  private static StatementSpec rows(StatementSpec statement, List<FeedRow> rows) {
    return statement
        .param("rows", texts(rows, FeedRow::rowKey))
        .param("contents", texts(rows, FeedRow::contentHash))
        .param("fields", texts(rows, FeedRow::fieldHash))
        .param("numbers", texts(rows, it -> number(it.ref())))
        .param("records", texts(rows, it -> it.ref().recordId()))
        .param("rowEntities", texts(rows, it -> text(it.entityId())))
        .param("presents", texts(rows, it -> Boolean.toString(it.isPresent())));
  }

  private static @Nullable String number(RowRef ref) {
    return ref.recordId() == null ? Integer.toString(ref.number()) : null;
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static @Nullable String json(@Nullable Value value) {
    return value == null ? null : value.json().toString();
  }

  private static <T> @Nullable String[] texts(List<T> items, Function<T, @Nullable String> text) {
    return items.stream().map(text).toArray(String[]::new);
  }
}
