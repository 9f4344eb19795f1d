package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLTypeUtil;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Records;
import io.syncline.sandbox.engine.Records.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the value of every field of a query. */
final class AdminFetcher implements DataFetcher<Object> {
  private static final Map<String, String> SCOPES =
      Map.of(
          "order", "read_orders",
          "product", "read_products",
          "customer", "read_customers",
          "inventory", "read_inventory",
          "location", "read_locations");

  private final BulkOperations bulk;
  private final Hooks hooks;

  AdminFetcher(BulkOperations bulk, Hooks hooks) {
    this.bulk = bulk;
    this.hooks = hooks;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment field) {
    Asked asked = Objects.requireNonNull(field.<Asked>getGraphQlContext().get(Asked.class));
    Object source = field.getSource();
    if (source == null) {
      return root(field, asked);
    }
    String name = field.getField().getName();
    return source instanceof ObjectNode record
        ? member(record, name, field, asked)
        : value(((Map<?, ?>) source).get(name), name, asked);
  }

  private @Nullable Object root(DataFetchingEnvironment field, Asked asked) {
    String name = field.getField().getName();
    SampleShop shop = asked.shop();
    SCOPES.forEach(
        (kind, scope) -> {
          boolean isDenied = !shop.scopes().contains(scope);
          if (name.startsWith(kind) && (isDenied || asked.strike().has(FaultKind.ACCESS_DENIED))) {
            throw AdminFault.denied(name, scope);
          }
        });
    return switch (name) {
      case "shop" -> shop.shop();
      case "currentAppInstallation" -> shop.installation();
      case "orders", "products", "customers", "inventoryItems" ->
          Pages.of(field, asked, shop.of(name), entry -> true);
      case "locations" -> Pages.of(field, asked, shop.locations, entry -> isShown(entry, field));
      case "ordersCount", "productsCount", "customersCount" ->
          Pages.count(field, shop.of(name.replace("Count", "")));
      case "order", "product", "customer", "inventoryItem", "location" -> one(field, shop);
      case "bulkOperation" -> bulk.find(asked, argument(field, "id"));
      case "bulkOperations" -> bulk.running(asked, argument(field, "query"));
      case "bulkOperationRunQuery" ->
          bulk.run(
              asked,
              argument(field, "query"),
              Boolean.TRUE.equals(field.getArgument("groupObjects")));
      case "bulkOperationCancel" -> bulk.cancel(asked, argument(field, "id"));
      case "webhookSubscriptions" -> Pages.inside(field, asked, hooks.of(asked.name()));
      case "webhookSubscriptionCreate" -> hooks.add(asked.name(), field);
      case "webhookSubscriptionDelete" -> hooks.remove(asked.name(), argument(field, "id"));
      default -> throw new AdminFault("INTERNAL_SERVER_ERROR", "not simulated: " + name);
    };
  }

  private static boolean isShown(Entry location, DataFetchingEnvironment field) {
    return isActive(location) || Boolean.TRUE.equals(field.getArgument("includeInactive"));
  }

  private static boolean isActive(Entry entry) {
    return entry.number() % SampleGoods.LOCATIONS < SampleGoods.LOCATIONS - 1;
  }

  private static @Nullable ObjectNode one(DataFetchingEnvironment field, SampleShop shop) {
    return shop.find(argument(field, "id")).orElse(null);
  }

  private static String argument(DataFetchingEnvironment field, String name) {
    return Objects.toString(field.getArgument(name), "");
  }

  private static @Nullable Object member(
      ObjectNode record, String name, DataFetchingEnvironment field, Asked asked) {
    String type = ((GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getFieldType())).getName();
    if (type.equals("Customer") && asked.strike().has(FaultKind.PROTECTED_DATA)) {
      throw new AdminFault(
          "ACCESS_DENIED", "This app is not approved to access the Customer object.");
    }
    ObjectNode whole =
        record.has(name) || record.size() != 1
            ? record
            : asked.shop().find(record.path("id").asText()).orElse(record);
    if (type.equals("InventoryLevelConnection")) {
      return levels(whole, field, asked);
    }
    if (type.endsWith("Connection")) {
      return Pages.inside(field, asked, whole.path(name));
    }
    return name.equals("quantities")
        ? quantities(whole.path(name), field)
        : value(whole.path(name), name, asked);
  }

  /** The levels of a location by the time of their last change, or those of an item. */
  private static Object levels(ObjectNode owner, DataFetchingEnvironment field, Asked asked) {
    long id = Gid.of(owner.path("id").asText()).orElseThrow().number();
    Records levels = asked.shop().levels;
    boolean all = Boolean.TRUE.equals(field.getArgument("includeInactive"));
    if (owner.has("isActive")) {
      Asked whole =
          asked.slice() == null ? asked : asked.of(new Asked.Slice(0, Integer.MAX_VALUE / 2));
      return Pages.of(
          field,
          whole,
          levels,
          it -> 900 + it.number() % SampleGoods.LOCATIONS == id && (all || isActive(it)));
    }
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    int first = asked.shop().indexOf(owner) * SampleGoods.LOCATIONS;
    for (int number = first; number < first + SampleGoods.LOCATIONS; number++) {
      levels.find(number).filter(it -> all || it.path("isActive").asBoolean()).ifPresent(own::add);
    }
    return Pages.inside(field, asked, own);
  }

  private static Object quantities(JsonNode quantities, DataFetchingEnvironment field) {
    List<?> names = Objects.requireNonNullElse(field.<List<?>>getArgument("names"), List.of());
    return StreamSupport.stream(quantities.spliterator(), false)
        .filter(it -> names.contains(it.path("name").asText()))
        .toList();
  }

  private static @Nullable Object value(@Nullable Object value, String name, Asked asked) {
    if (!(value instanceof JsonNode node) || node instanceof ObjectNode) {
      return value;
    }
    if (node instanceof ArrayNode list) {
      return StreamSupport.stream(list.spliterator(), false)
          .map(it -> value(it, name, asked))
          .toList();
    }
    if (node.isTextual()) {
      boolean isOdd = name.equals("title") && asked.strike().has(FaultKind.NUL_CHARACTERS);
      return isOdd ? node.asText() + "\0 🙂" : node.asText();
    }
    if (node.isInt()) {
      return node.intValue();
    }
    return node.isBoolean() ? node.booleanValue() : null;
  }
}
