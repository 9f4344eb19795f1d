package io.syncline.core.pipeline;

import io.syncline.core.run.Run;
import java.time.Instant;
import java.util.Optional;

/** A pipeline with what the ledger and the clock say about it. */
public record PipelineStatus(
    Pipeline pipeline,
    PipelineState state,
    Optional<Run> lastRun,
    Optional<Instant> nextFire,
    long productionPending) {}
