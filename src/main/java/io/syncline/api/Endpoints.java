package io.syncline.api;

import static io.syncline.core.pipeline.Guard.ADMIN;
import static io.syncline.core.pipeline.Guard.NONE;
import static io.syncline.core.pipeline.Guard.VIEWER;

import io.syncline.core.pipeline.Endpoint;
import io.syncline.core.pipeline.Guard;
import io.syncline.core.pipeline.Pipelines;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Every path that a route serves: those of the pipelines and what they have in common. */
@Component
public final class Endpoints {
  private static final List<Endpoint> COMMON =
      List.of(
          Endpoint.get("/health", NONE),
          Endpoint.get("/test-db", NONE),
          Endpoint.get("/api/pipelines", VIEWER),
          Endpoint.post("/api/pipelines/{word}/runs", ADMIN),
          Endpoint.get("/api/sync/runs", VIEWER),
          Endpoint.get("/api/sync/runs/{id}", VIEWER),
          Endpoint.get("/api/sync/runs/{id}/errors", VIEWER),
          Endpoint.get("/api/sync/runs/{id}/changes", VIEWER),
          Endpoint.post("/api/sync/runs/{id}/cancel", ADMIN),
          Endpoint.get("/api/dead-letters", ADMIN),
          Endpoint.of("/api/dead-letters/{id}", ADMIN, "GET", "PATCH"),
          Endpoint.post("/api/dead-letters/{id}/close", ADMIN),
          Endpoint.post("/api/dead-letters/{id}/replay", ADMIN),
          Endpoint.get("/api/divergence", ADMIN),
          Endpoint.post("/api/divergence/repair", ADMIN));

  private final List<Endpoint> all;

  Endpoints(Pipelines pipelines) {
    this.all =
        Stream.concat(
                COMMON.stream(),
                pipelines.all().stream().flatMap(pipeline -> pipeline.endpoints().stream()))
            .toList();
  }

  public List<Endpoint> all() {
    return all;
  }

  /** The paths that one kind of credential opens. */
  public String[] guardedBy(Guard guard) {
    return all.stream()
        .filter(endpoint -> endpoint.guard() == guard)
        .map(Endpoint::path)
        .toArray(String[]::new);
  }
}
