package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.entities.engine.Standing;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.lineage.LineageStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers what an entity holds, who says what of each field, and who decides it. */
@Component
final class EntityAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final EntityTables tables;
  private final Feeds feeds;
  private final LineageStore lineage;
  private final JdbcClient staging;

  EntityAnswers(EntityTables tables, Feeds feeds, LineageStore lineage, Databases databases) {
    this.tables = tables;
    this.feeds = feeds;
    this.lineage = lineage;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** All that is known of one entity's fields. */
  private record Known(
      TypePlan plan,
      Map<String, Standing> standings,
      Map<String, ObjectNode> last,
      Map<String, List<ObjectNode>> claims) {}

  /**
   * One entity.
   *
   * @throws RequestRefused 400 for what is no kind, 404 for an entity that is not there
   */
  ApiAnswer of(@Body ApiRequest call) {
    String type = call.part("entityType");
    UUID id = call.id();
    EntityTable table = tables.known(type);
    ObjectNode body = JSON.objectNode().put("entity_type", type).put("id", id.toString());
    body.put("key_field", feeds.now().plan(type).type().keyField());
    body.set("fields", fields(table, id));
    return ApiAnswer.ok(body);
  }

  /**
   * By field what there is to say of it.
   *
   * @throws RequestRefused 404 for an entity that is not there
   */
  ObjectNode fields(EntityTable table, UUID id) {
    ObjectNode row = lineage.entity(table.name(), id).orElseThrow(() -> unknown(table, id));
    ObjectNode fields = JSON.objectNode();
    Known known = known(table, id);
    row.properties()
        .forEach(
            column ->
                fields.set(column.getKey(), field(known, column.getKey(), column.getValue())));
    return fields;
  }

  static RequestRefused unknown(EntityTable table, UUID id) {
    return RequestRefused.of(
        404,
        EditComposition.UNKNOWN,
        "Unknown entity",
        "There is no such row in " + table.name() + ": " + id);
  }

  private Known known(EntityTable table, UUID id) {
    TypePlan plan = feeds.now().plan(table.name());
    EntityState state = new EntityState(staging, plan.type(), table);
    List<String> columns =
        plan.type().fields().stream().map(it -> it.name()).filter(table::has).toList();
    List<UUID> one = List.of(id);
    return new Known(
        plan,
        Standing.of(
            plan, id, state.values(one, columns).getOrDefault(id, Map.of()), state.held(one)),
        lineage.last(table.name(), id),
        lineage.claims(table.name(), id));
  }

  private static ObjectNode field(Known known, String name, JsonNode value) {
    Optional<Standing> standing = Optional.ofNullable(known.standings.get(name));
    Optional<FieldPolicy> policy = standing.map(it -> known.plan.policy(name));
    Optional<Contender> winner = standing.flatMap(Standing::winner);
    ObjectNode field = JSON.objectNode();
    field.set("value", value);
    field.put("decided_by", decidedBy(standing));
    field.put("winner", winner.map(it -> it.feedId().toString()).orElse(null));
    field.put("app_priority", policy.map(FieldPolicy::appPriority).orElse(null));
    field.set("edit_overwritten_by", overwriting(standing));
    ArrayNode claims = field.putArray("claims");
    for (ObjectNode claim : known.claims.getOrDefault(name, List.of())) {
      UUID feed = UUID.fromString(claim.path("feed_id").asText());
      Optional<Contender> contender = policy.map(it -> it.contender(feed));
      claims.add(
          claim
              .put("priority", contender.map(Contender::priority).orElse(null))
              .put("decides", winner.filter(it -> it.feedId().equals(feed)).isPresent()));
    }
    field.set("last_change", known.last.get(name));
    return field;
  }

  private static String decidedBy(Optional<Standing> standing) {
    if (standing.flatMap(Standing::winner).isPresent()) {
      return "feed";
    }
    return standing.filter(Standing::edited).isPresent() ? "app" : "nobody";
  }

  private static JsonNode overwriting(Optional<Standing> standing) {
    return standing
        .flatMap(Standing::overwriting)
        .<JsonNode>map(
            feed ->
                JSON.objectNode()
                    .put("tab_mapping_id", feed.feedId().toString())
                    .put("source_ref", feed.reference()))
        .orElseGet(JSON::nullNode);
  }
}
