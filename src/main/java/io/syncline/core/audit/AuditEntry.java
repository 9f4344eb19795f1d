package io.syncline.core.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was done, when and by whom.
 *
 * @param status what was answered; none while it is being done, or where the process ended first
 */
public record AuditEntry(
    long id,
    Instant at,
    String who,
    String by,
    String method,
    String path,
    List<String> members,
    @Nullable Integer status,
    @JsonProperty("ended_at") @Nullable Instant endedAt,
    @JsonProperty("run_id") @Nullable UUID runId) {}
