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
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers what was read of a client, out of its partition: how many records of each type, and the
 * newest of a type, by the index read from the other end. What has no version of its own comes
 * first; an id and a part of one are looked for in the key alone.
 */
@Component
final class RecordAnswers {
  private static final List<String> TYPES = List.of("orders", "products", "customers", "inventory");
  private static final List<String> FLAGS = List.of("true", "false");

  private static final String QUERY =
      """
      SELECT to_jsonb(r)::text FROM (
          SELECT credential_id, data_type, external_id, platform_type, source_created_at, source_updated_at, deleted_at,
                 metadata%2$s
          FROM %1$s WHERE data_type = :type AND (%3$s (client_id, credential_id, data_type, external_id) IN (
              SELECT client_id, credential_id, data_type, external_id FROM %1$s
              WHERE data_type = :type AND %4$s))
          ORDER BY source_updated_at DESC NULLS FIRST LIMIT :most
      ) r
      """;

  private static final String EXACT = "external_id = :part";
  private static final String PART = "position(lower(:part) IN lower(external_id)) > 0";

  private static final String COUNTS =
      """
      SELECT data_type, count(*) AS records, max(source_updated_at) AS newest
      FROM %s GROUP BY data_type ORDER BY array_position(ARRAY['orders', 'products', 'customers', 'inventory'], data_type)
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
    String table = table(client);
    String query = query(table, request);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("client_id", client.toString()).put("type", type);
    ArrayNode records = body.putArray("records");
    if (isThere(table)) {
      records.addAll(read(query, type, request));
    }
    return ApiAnswer.ok(body);
  }

  /** Without what was received, unless it is wanted: that is most of what a record weighs. */
  private static String query(String table, ApiRequest request) {
    boolean exact = flag("exact", false, request);
    return QUERY.formatted(
        table,
        flag("data", true, request) ? ", data" : "",
        exact ? "" : ":part::text IS NULL OR",
        exact ? EXACT : PART);
  }

  private static boolean flag(String name, boolean usual, ApiRequest request) {
    String text = request.query().getOrDefault(name, String.valueOf(usual));
    if (!FLAGS.contains(text)) {
      throw RequestRefused.invalid(name, "must be true or false", FLAGS);
    }
    return text.equals("true");
  }

  /** How many records there are of each type. */
  ApiAnswer counts(@Body ApiRequest request) {
    UUID client = clients.known(request);
    String table = table(client);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("client_id", client.toString());
    ArrayNode types = body.putArray("types");
    if (isThere(table)) {
      staging
          .sql(COUNTS.formatted(table))
          .query(
              row -> {
                Timestamp newest = row.getTimestamp("newest");
                types
                    .addObject()
                    .put("type", row.getString("data_type"))
                    .put("records", row.getLong("records"))
                    .put("newest_at", newest == null ? null : newest.toInstant().toString());
              });
    }
    return ApiAnswer.ok(body);
  }

  private static String table(UUID client) {
    return '"' + ClientStreams.RECORDS.partition(client).table() + '"';
  }

  private List<ObjectNode> read(String query, String type, ApiRequest request) {
    return staging
        .sql(query)
        .param("type", type)
        .param("part", request.query().get("external_id"))
        .param("most", Clients.limit(request, 100))
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
