package io.syncline.entities.engine.change;

import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.FeedRow;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * All that a batch comes to, in the order of its rows.
 *
 * @param claims to be inserted or changed
 * @param rows of the feed whose state changed
 * @param touched entities of which a claim or a field changed: the hashes that other feeds keep of
 *     their rows count no more (mapping#103-skipping-by-hash-cannot-be-seen)
 * @param reached entities that the batch's rows lead to, to be remembered with its commit
 */
public record BatchChanges(
    List<EntityWrite> entities,
    List<LineageRow> lineage,
    List<Claim> claims,
    List<ClaimKey> withdrawn,
    List<ConflictChange> conflicts,
    List<KeyTaken> keys,
    List<Linked> links,
    List<FeedRow> rows,
    Set<UUID> touched,
    Set<UUID> reached,
    List<RowOutcome> outcomes,
    List<RowError> errors,
    List<RowPreview> previews,
    Counts counts) {}
