package io.syncline.core.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A fire of a schedule.
 *
 * @param slot when it was due
 * @param run what it started
 * @param refusal why it started none
 */
public record ScheduleFire(
    Instant slot, Instant at, Optional<UUID> run, Optional<String> refusal) {}
