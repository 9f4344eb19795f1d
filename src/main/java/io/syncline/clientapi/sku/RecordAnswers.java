package io.syncline.clientapi.sku;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StoredJson;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers a client's newest records of a type, out of its partition and by its index read from the
 * other end: what has no version of its own comes first.
 */
@Component
final class RecordAnswers {
  private static final List<String> TYPES = List.of("orders", "products", "customers", "inventory");

  private static final String QUERY =
      """
      SELECT to_jsonb(r)::text FROM (
          SELECT credential_id, data_type, external_id, platform_type, source_created_at, source_updated_at, deleted_at,
                 metadata, data
          FROM %s WHERE data_type = :type
          ORDER BY source_updated_at DESC NULLS FIRST LIMIT :most
      ) r
      """;

  private final JdbcClient staging;
  private final Clients clients;

  RecordAnswers(Databases databases, Clients clients) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clients = clients;
  }

  ApiAnswer records(@Body ApiRequest request) {
    UUID client = clients.known(request);
    String type = request.query().getOrDefault("type", "");
    if (!TYPES.contains(type)) {
      throw RequestRefused.invalid("type", "must be one of the types", TYPES);
    }
    String table = '"' + ClientStreams.RECORDS.partition(client).table() + '"';
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("client_id", client.toString()).put("type", type);
    ArrayNode records = body.putArray("records");
    if (isThere(table)) {
      records.addAll(read(QUERY.formatted(table), type, Clients.limit(request, 100)));
    }
    return ApiAnswer.ok(body);
  }

  private List<ObjectNode> read(String query, String type, int most) {
    return staging
        .sql(query)
        .param("type", type)
        .param("most", most)
        .query(String.class)
        .list()
        .stream()
        .map(row -> (ObjectNode) StoredJson.read(row))
        .toList();
  }

  private boolean isThere(String table) {
    return staging
        .sql("SELECT to_regclass(?) IS NOT NULL")
        .param(table)
        .query(Boolean.class)
        .single();
  }
}
