package io.syncline.entities;

import static io.syncline.core.pipeline.Parameter.exactlyOne;
import static io.syncline.core.pipeline.Parameter.uuid;
import static io.syncline.entities.SyncRequests.DRY_RUN;
import static io.syncline.entities.SyncRequests.FORCE;
import static io.syncline.entities.SyncRequests.LIMIT;
import static io.syncline.entities.SyncRequests.WAIT;
import static io.syncline.entities.SyncRequests.WHOLE;
import static io.syncline.entities.feed.FeedScopes.SOURCE;
import static io.syncline.entities.feed.FeedScopes.TAB;

import io.syncline.core.error.StopReason;
import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Parameters;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.secret.WebhookSignature;
import io.syncline.entities.feed.FeedNames;
import io.syncline.entities.feed.FeedSchedules;
import io.syncline.entities.feed.TabLooks;
import io.syncline.entities.lineage.OpenConflicts;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The pipeline {@code entities}, declared. */
@Configuration(proxyBeanMethods = false)
class Entities {
  static final String WORD = "entities";

  /** The kinds of entities there are, by the names of their tables. */
  static final List<String> TYPES = List.of("partners", "staff", "asins");

  private static final String PRIORITY = "/api/entities/priorities/{entityType}/{fieldName}";

  /** The codes of failures that mapping#9-outcomes-errors-and-dry-runs has other words for. */
  private static final Map<StopReason, StopReason> FAILURES =
      Map.of(
          StopReason.SOURCE_THROTTLED, StopReason.QUOTA_EXHAUSTED,
          StopReason.BUDGET_USED_UP, StopReason.QUOTA_EXHAUSTED,
          StopReason.SOURCE_UNAVAILABLE, StopReason.SOURCE_FAILED,
          StopReason.SOURCE_GARBAGE, StopReason.SOURCE_FAILED,
          StopReason.SOURCE_REFUSED_KEY, StopReason.AUTH_FAILED,
          StopReason.DATABASE_UNAVAILABLE, StopReason.DB_UNAVAILABLE,
          StopReason.DATABASE_FAILED, StopReason.DB_UNAVAILABLE);

  @Bean
  Pipeline entitiesPipeline(
      Environment environment,
      EntityTables tables,
      FeedSchedules schedules,
      ObjectProvider<OpenConflicts> conflicts,
      ObjectProvider<FeedNames> names,
      ObjectProvider<EntityWhy> why) {
    return Pipeline.named(WORD, environment)
        .needing(() -> conflicts.getObject().needs())
        .naming(run -> names.getObject().of(run.scope()))
        .scheduledBy(schedules::of)
        .failsWith(FAILURES)
        .writes(tables)
        .writes(Lineage.STREAM)
        .asked(Parameters.of(exactlyOne(uuid(TAB), uuid(SOURCE))))
        .serves(
            Endpoint.post("/api/sync/tab/{id}", Guard.ADMIN)
                .taking(DRY_RUN, FORCE, LIMIT, WAIT, WHOLE))
        .serves(
            Endpoint.post("/api/sync/source/{id}", Guard.ADMIN)
                .taking(DRY_RUN, FORCE, LIMIT, WAIT, WHOLE))
        .serves(
            Endpoint.of("/api/entities/{entityType}/{id}", Guard.ADMIN, "PATCH").taking(DRY_RUN))
        .serves(
            Endpoint.get("/api/entities/{entityType}", Guard.VIEWER)
                .taking("q", "field", "limit", "after"))
        .serves(Endpoint.get("/api/entities/{entityType}/{id}", Guard.VIEWER))
        .serves(
            Endpoint.get("/api/lineage/{entityType}/{entityId}", Guard.VIEWER)
                .taking("field", "limit", "before"))
        .serves(
            Endpoint.post("/api/lineage/{entityType}/{entityId}/undo", Guard.ADMIN).taking(DRY_RUN))
        .serves(Endpoint.post("/api/sync/runs/{id}/undo", Guard.ADMIN).taking(DRY_RUN))
        .serves(
            Endpoint.get("/api/entities/conflicts", Guard.VIEWER)
                .taking("state", "entity_type", "entity_id", "limit", "before"))
        .serves(Endpoint.post("/api/entities/conflicts/{id}/resolve", Guard.ADMIN).taking(DRY_RUN))
        .serves(Endpoint.get("/api/entities/sources", Guard.VIEWER))
        .serves(Endpoint.post("/api/entities/sources", Guard.ADMIN))
        .serves(Endpoint.get("/api/entities/sources/{id}", Guard.VIEWER))
        .serves(Endpoint.of("/api/entities/sources/{id}", Guard.ADMIN, "PUT", "PATCH", "DELETE"))
        .serves(Endpoint.post("/api/entities/sources/{id}/webhook-secret", Guard.ADMIN))
        .serves(
            Endpoint.post("/api/webhooks/entities/{dataSourceId}", Guard.SIGNATURE)
                .signedBy(WebhookSignature.HEADERS))
        .serves(Endpoint.get("/api/entities/tabs", Guard.VIEWER).taking(SOURCE))
        .serves(Endpoint.post("/api/entities/tabs", Guard.ADMIN))
        .serves(Endpoint.get("/api/entities/tabs/{id}", Guard.VIEWER))
        .serves(Endpoint.of("/api/entities/tabs/{id}", Guard.ADMIN, "PUT", "PATCH"))
        .serves(Endpoint.of("/api/entities/tabs/{id}", Guard.ADMIN, "DELETE").taking(DRY_RUN))
        .serves(
            Endpoint.post("/api/entities/tabs/{id}/proposal", Guard.ADMIN).taking(TabLooks.KEPT))
        .serves(Endpoint.post("/api/entities/tabs/{id}/trial", Guard.ADMIN).taking(TabLooks.KEPT))
        .serves(Endpoint.get("/api/entities/choices/{entityType}", Guard.VIEWER))
        .serves(Endpoint.get("/api/entities/priorities", Guard.VIEWER))
        .serves(Endpoint.get(PRIORITY, Guard.VIEWER))
        .serves(Endpoint.of(PRIORITY, Guard.ADMIN, "PUT", "DELETE"))
        .serves(Endpoint.get("/api/entities/schedules", Guard.VIEWER))
        .serves(Endpoint.get("/api/entities/schedules/{scope}", Guard.VIEWER))
        .serves(Endpoint.of("/api/entities/schedules/{scope}", Guard.ADMIN, "PUT", "DELETE"))
        .serves(Endpoint.get("/api/entities/configuration", Guard.VIEWER))
        .serves(
            Endpoint.of("/api/entities/configuration", Guard.ADMIN, "PUT")
                .taking(DRY_RUN)
                .takingYaml()
                .advising("set syncline.http.body-limit for a larger file"))
        .explains(
            Explanation.of(asked -> why.getObject().of(asked), "entity_type", "entity_id")
                .allowing("field"))
        .declared();
  }
}
