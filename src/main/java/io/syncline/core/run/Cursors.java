package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where the next read of a stream starts. A cursor is moved by the batch that reached it, in its
 * transaction.
 */
@Component
public final class Cursors {
  private final JdbcClient staging;

  Cursors(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  public Optional<JsonNode> find(String pipeline, String stream, String scope) {
    return staging
        .sql("SELECT value::text FROM sync_cursors WHERE pipeline = ? AND stream = ? AND scope = ?")
        .params(pipeline, stream, scope)
        .query(String.class)
        .optional()
        .map(StoredJson::read);
  }

  /** All of a scope, by their streams. */
  public Map<String, JsonNode> of(String pipeline, String scope) {
    Map<String, JsonNode> found = new HashMap<>();
    staging
        .sql("SELECT stream, value::text FROM sync_cursors WHERE pipeline = ? AND scope = ?")
        .params(pipeline, scope)
        .query(
            row -> {
              found.put(row.getString(1), StoredJson.read(row.getString(2)));
            });
    return found;
  }

  /** Moves a cursor inside somebody's transaction that holds the run's lease. */
  public void move(JdbcClient client, ActiveRun run, String stream, JsonNode value) {
    client
        .sql(
            """
            INSERT INTO sync_cursors (pipeline, stream, scope, value, run_id)
            VALUES (?, ?, ?, ?::jsonb, ?)
            ON CONFLICT (pipeline, stream, scope) DO UPDATE
            SET value = excluded.value, run_id = excluded.run_id, updated_at = now()
            """)
        .params(run.pipeline(), stream, run.scope(), value.toString(), run.id())
        .update();
  }
}
