package io.syncline.tenants;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a test has written of tenants: how often each puts its run off, and whether it holds it. */
@Profile(Tenants.WORD)
@Component
class TenantsVisits {
  private static final Duration A_MOMENT = Duration.ofMillis(20);

  private final RunQueue queue;
  private final JdbcClient staging;
  private final Clock clock;

  TenantsVisits(RunQueue queue, Databases databases, Clock clock) {
    this.queue = queue;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  private record Tenant(int waits, int seconds) {}

  /** Queues a run for each tenant. */
  void queue(@Variable("run") ActiveRun run) {
    staging
        .sql("SELECT name FROM test_tenants ORDER BY name")
        .query(String.class)
        .list()
        .forEach(
            name ->
                queue.enqueue(
                    run,
                    run.request()
                        .child(
                            Tenants.WORD + "." + name,
                            JsonNodeFactory.instance.objectNode().put("name", name)),
                    Tenants.WORD + ".sync-one",
                    clock.instant()));
  }

  /** Visits the tenant of a run. */
  void visit(@Variable("run") ActiveRun run) {
    String name = run.request().parameters().path("name").asText();
    run.tally().sourceAnswered();
    run.tally().call();
    Tenant tenant =
        staging
            .sql(
                """
                WITH visit AS (INSERT INTO test_visits (name, run_id, pid) VALUES (?, ?, ?))
                UPDATE test_tenants SET waits = waits - 1 WHERE name = ? RETURNING waits + 1, seconds
                """)
            .params(name, run.id(), ProcessHandle.current().pid(), name)
            .query((row, number) -> new Tenant(row.getInt(1), row.getInt(2)))
            .single();
    if (tenant.waits() > 0) {
      throw Postponed.until(
          clock.instant().plusSeconds(tenant.seconds()),
          StopReason.SOURCE_THROTTLED,
          name + " is not at home");
    }
    do {
      run.checkGoingOn();
      LockSupport.parkNanos(A_MOMENT.toNanos());
    } while (isHeld(name));
  }

  private boolean isHeld(String name) {
    return staging
        .sql("SELECT is_held FROM test_tenants WHERE name = ?")
        .param(name)
        .query(Boolean.class)
        .single();
  }
}
