package io.syncline.core.pipeline;

import io.syncline.core.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A pipeline with what the ledger, its schedules and the clock say about it. */
public record PipelineStatus(
    Pipeline pipeline,
    PipelineState state,
    Optional<Run> lastRun,
    Optional<Instant> nextFire,
    List<String> pausedSchedules,
    List<String> overdueSchedules,
    long productionPending) {}
