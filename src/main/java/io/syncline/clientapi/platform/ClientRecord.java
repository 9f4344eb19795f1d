package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of a platform.
 *
 * @param externalId what the platform knows it by, within its type and account
 * @param createdAt when it came to be, as the platform says
 * @param updatedAt its version: an older one never wins; absent where the platform has none
 * @param data as it was received
 */
public record ClientRecord(
    String externalId, @Nullable Instant createdAt, @Nullable Instant updatedAt, JsonNode data) {}
