package io.syncline.entities;

import io.syncline.core.write.StagingTx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who is meant by a key: {@code entity_keys}, in the transaction of a batch. */
record EntityKeys(StagingTx staging, String type) {
  /** The fields that feeds of a kind know its entities by. */
  private static final String FIELDS =
      """
      SELECT DISTINCT m.target_field
      FROM column_mappings m JOIN tab_mappings t ON t.id = m.tab_mapping_id
      WHERE t.primary_entity = ? AND m.is_key AND m.target_field IS NOT NULL AND t.status <> 'deleted'
      """;

  private static final String HOLDER =
      """
      SELECT entity_id FROM entity_keys
      WHERE entity_type = ? AND normalized_key = ? AND is_current
      """;

  /** The keys that entities had before go on finding them. */
  static final String AGE =
      """
      UPDATE entity_keys SET is_current = false
      WHERE entity_type = :type AND entity_id = ANY (:keyEntities::uuid[]) AND is_current
        AND NOT normalized_key = ANY (:keys)
      """;

  /** Who had one of these keys before has it no more. */
  static final String GIVE =
      """
      INSERT INTO entity_keys (entity_type, normalized_key, entity_id)
      SELECT :type, k.key, k.entity FROM unnest(:keys::text[], :keyEntities::uuid[]) AS k (key, entity) ORDER BY k.key
      ON CONFLICT (entity_type, normalized_key)
      DO UPDATE SET entity_id = excluded.entity_id, is_current = true
      """;

  private static final String TAKE = "WITH aged AS (" + AGE + ") " + GIVE;

  List<String> fields() {
    return staging.client().sql(FIELDS).param(type).query(String.class).list();
  }

  /** Keeps others from giving or looking for the same key until the transaction ends. */
  void lock(List<String> keys) {
    staging.lockNames(type, keys);
  }

  /** Whose key it is now. */
  Optional<UUID> holder(String key) {
    return staging.client().sql(HOLDER).params(type, key).query(UUID.class).optional();
  }

  /** The entities have these keys from now on. */
  void take(Map<String, UUID> keys) {
    if (!keys.isEmpty()) {
      staging
          .client()
          .sql(TAKE)
          .param("type", type)
          .param("keys", keys.keySet().toArray(String[]::new))
          .param("keyEntities", FeedState.texts(keys.values()))
          .update();
    }
  }
}
