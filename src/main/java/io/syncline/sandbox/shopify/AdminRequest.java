package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.SandboxJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of a query.
 *
 * @param document absent where the text is no GraphQL
 */
record AdminRequest(
    String query,
    String operationName,
    Map<String, @Nullable Object> variables,
    Optional<Document> document) {

  static AdminRequest of(String body) {
    SandboxJson json = new SandboxJson();
    JsonNode read =
        json.read(body).orElseGet(() -> json.tree(new io.syncline.sandbox.engine.Fields()));
    String query = read.path("query").asText();
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    read.path("variables")
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), json.value(entry.getValue())));
    return new AdminRequest(query, read.path("operationName").asText(""), variables, parsed(query));
  }

  private static Optional<Document> parsed(String query) {
    try {
      return Optional.of(Parser.parse(query));
    } catch (InvalidSyntaxException e) {
      return Optional.empty();
    }
  }

  Map<String, FragmentDefinition> fragments() {
    return document.orElseThrow().getDefinitionsOfType(FragmentDefinition.class).stream()
        .collect(Collectors.toMap(FragmentDefinition::getName, Function.identity()));
  }

  OperationDefinition operation() {
    return operations()
        .filter(it -> operationName.isEmpty() || operationName.equals(it.getName()))
        .findFirst()
        .orElseThrow();
  }

  boolean hasOperation() {
    return operations()
        .anyMatch(it -> operationName.isEmpty() || operationName.equals(it.getName()));
  }

  /** What it is counted as, by its first field. */
  Endpoint endpoint() {
    if (document.isEmpty() || !hasOperation()) {
      return Endpoint.SHOP;
    }
    return operation().getSelectionSet().getSelectionsOfType(Field.class).stream()
        .map(Field::getName)
        .map(AdminRequest::endpoint)
        .findFirst()
        .orElse(Endpoint.SHOP);
  }

  private static Endpoint endpoint(String field) {
    if (field.startsWith("bulk")) {
      return field.equals("bulkOperationRunQuery") ? Endpoint.BULK : Endpoint.BULK_POLLS;
    }
    if (field.startsWith("webhook")) {
      return Endpoint.HOOKS;
    }
    if (field.startsWith("order")) {
      return Endpoint.SHOP_ORDERS;
    }
    if (field.startsWith("product")) {
      return Endpoint.SHOP_PRODUCTS;
    }
    if (field.startsWith("customer")) {
      return Endpoint.SHOP_CUSTOMERS;
    }
    boolean isStock = field.startsWith("inventory") || field.startsWith("location");
    return isStock ? Endpoint.SHOP_INVENTORY : Endpoint.SHOP;
  }

  private java.util.stream.Stream<OperationDefinition> operations() {
    return document.orElseThrow().getDefinitionsOfType(OperationDefinition.class).stream();
  }
}
