package io.syncline.entities;

import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Outcomes;
import io.syncline.entities.engine.error.RowCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What batches of entities have in common. */
final class EntityBatches {
  private EntityBatches() {}

  /** Entities in batches of at most so many, in their order. */
  static <B> List<B> parts(List<UUID> entities, int most, Function<List<UUID>, B> batch) {
    List<B> parts = new ArrayList<>();
    for (int at = 0; at < entities.size(); at += most) {
      parts.add(batch.apply(entities.subList(at, Math.min(entities.size(), at + most))));
    }
    return parts;
  }

  /** Two batches of one. */
  static <B> List<B> halves(List<UUID> entities, Function<List<UUID>, B> batch) {
    return parts(entities, (entities.size() + 1) / 2, batch);
  }

  /** A database refuses what an entity was to hold: it stays as it is. */
  static Composed refused(UUID entity, String reason) {
    return refused(error(entity, RowCode.DB_REJECTED.name(), reason));
  }

  static Composed refused(RowError error) {
    return Composed.of(List.of(), new Outcomes(0, 0, 0, 1, 0, 0, 0, 0)).saying(List.of(error));
  }

  static RowError error(UUID entity, String code, String message) {
    return new RowError(entity.toString(), null, code, message, Severity.ERROR);
  }
}
