package io.syncline.entities;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a feed that is the source of truth of a field says of it now.
 *
 * @param differs whether that is another value than the field has
 */
record FieldClaim(
    String field, UUID feed, String ref, int priority, Instant asserted, boolean differs) {
  private static final Comparator<FieldClaim> STRONGEST =
      Comparator.comparingInt(FieldClaim::priority)
          .reversed()
          .thenComparing(FieldClaim::asserted)
          .thenComparing(claim -> claim.feed().toString());

  /**
   * Who will overwrite a field that was just edited by hand, when it is resolved again
   * (mapping#6-resolution-and-conflicts).
   *
   * @param app the priority of edits, where they take part; in a tie the edit stays, as it owns the
   *     field
   */
  static Optional<FieldClaim> overwriting(List<FieldClaim> claims, OptionalInt app) {
    return claims.stream()
        .min(STRONGEST)
        .filter(it -> app.isEmpty() || it.priority() > app.getAsInt())
        .filter(FieldClaim::differs);
  }
}
