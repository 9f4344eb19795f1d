package io.syncline.clientapi.sku;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.RunQuery;
import java.util.List;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers whose accounts there are: the clients with one that needs somebody come first. */
@Component
final class ClientAnswers {
  private static final String QUERY =
      """
      WITH clients AS (
          SELECT client_id, count(*) AS accounts,
                 count(*) FILTER (WHERE NOT is_paused AND (status = 'error' OR failures > 0)) AS ill,
                 (array_agg(label ORDER BY label))[1\\:4] AS labels,
                 max(last_sync_at) AS last_sync_at,
                 min(next_sync_at) FILTER (WHERE NOT is_paused) AS next_sync_at
          FROM client_api_credentials
          GROUP BY client_id
          HAVING :part::text IS NULL
              OR position(lower(:part) IN lower(concat_ws(' ', client_id, string_agg(label || ' ' || coalesce(account, ''), ' ')))) > 0
      )
      SELECT to_jsonb(c)::text FROM clients c
      WHERE :after::uuid IS NULL
         OR (ill = 0, client_id) > (SELECT ill = 0, client_id FROM clients WHERE client_id = :after::uuid)
      ORDER BY ill = 0, client_id LIMIT :most
      """;

  private final JdbcClient staging;

  ClientAnswers(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  ApiAnswer clients(@Body ApiRequest request) {
    String after = request.query().get("after");
    if (after != null && RunQuery.uuid(after).isEmpty()) {
      throw RequestRefused.invalid("after", "must be the next of a page before", List.of());
    }
    int most = Clients.limit(request, 50);
    List<ObjectNode> page =
        staging
            .sql(QUERY)
            .param("part", request.query().get("q"))
            .param("after", after)
            .param("most", most)
            .query(String.class)
            .list()
            .stream()
            .map(row -> (ObjectNode) StoredJson.read(row))
            .toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode clients = body.putArray("clients");
    page.forEach(clients::add);
    body.set("next", page.size() < most ? null : page.get(most - 1).get("client_id"));
    return ApiAnswer.ok(body);
  }
}
