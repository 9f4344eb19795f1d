package io.syncline.clientapi.sku;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StoredJson;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers what a client sells, from the cache: no record is read for it. */
@Component
final class SkuAnswers {
  private final JdbcClient staging;
  private final Clients clients;

  SkuAnswers(Databases databases, Clients clients) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clients = clients;
  }

  /** The SKUs of a client, page by page in the order that is asked for. */
  ApiAnswer skus(@Body ApiRequest request) {
    UUID client = clients.known(request);
    SkuOrder order = SkuOrder.asked(request);
    int limit = Clients.limit(request, 100);
    JdbcClient.StatementSpec query =
        staging
            .sql(order.query(request))
            .param("client", client)
            .param("part", request.query().get("q"))
            .param("most", limit);
    List<ObjectNode> rows =
        order.after(query, request).query(String.class).list().stream()
            .map(row -> (ObjectNode) StoredJson.read(row))
            .toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("client_id", client.toString());
    ArrayNode items = body.putArray("skus");
    rows.forEach(items::add);
    body.put("next", rows.size() < limit ? null : order.place(rows.get(limit - 1)));
    return ApiAnswer.ok(body);
  }
}
