package io.syncline.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.database.Databases;
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
  private final ObjectMapper json;

  Cursors(Databases databases, ObjectMapper json) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.json = json;
  }

  public Optional<JsonNode> find(String pipeline, String stream, String scope) {
    return staging
        .sql("SELECT value::text FROM sync_cursors WHERE pipeline = ? AND stream = ? AND scope = ?")
        .param(pipeline)
        .param(stream)
        .param(scope)
        .query(String.class)
        .optional()
        .map(this::read);
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
        .param(run.pipeline())
        .param(stream)
        .param(run.scope())
        .param(value.toString())
        .param(run.id())
        .update();
  }

  private JsonNode read(String value) {
    try {
      return json.readTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cursor is not JSON", e);
    }
  }
}
