package io.syncline.sandbox.shopify;

import static java.util.stream.Collectors.toSet;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.util.Optional;
import java.util.Set;

/** What a bulk operation may ask (shopify#bulk-operations); depth and number are of connections. */
record BulkQuery(int connections, int depth, boolean namesParents) {
  private static final int MOST_CONNECTIONS = 5;
  private static final int DEEPEST = 3;

  /** What speaks against it, or nothing. */
  static Optional<String> fault(String query, AdminGraphQl graphQl) {
    Document document;
    try {
      document = Parser.parse(query);
    } catch (InvalidSyntaxException e) {
      return Optional.of("Invalid bulk query: " + e.getMessage());
    }
    var operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.size() != 1 || !operations.get(0).getVariableDefinitions().isEmpty()) {
      return Optional.of("Bulk queries are one operation without variables.");
    }
    if (!graphQl.faults(document).isEmpty()) {
      return Optional.of("Invalid bulk query: " + graphQl.faults(document).get(0).getMessage());
    }
    return of(operations.get(0).getSelectionSet()).fault();
  }

  private Optional<String> fault() {
    if (connections == 0) {
      return Optional.of("Bulk queries must contain at least one connection.");
    }
    if (connections > MOST_CONNECTIONS) {
      return Optional.of("Bulk queries cannot contain more than 5 connections.");
    }
    if (depth > DEEPEST) {
      return Optional.of("Bulk queries cannot contain connections with a nesting depth over 2.");
    }
    return namesParents
        ? Optional.empty()
        : Optional.of(
            "The parent 'node' field for a nested connection must select the 'id' field.");
  }

  private static BulkQuery of(SelectionSet set) {
    BulkQuery all = new BulkQuery(0, 0, true);
    for (Field field : set.getSelectionsOfType(Field.class)) {
      SelectionSet inner = field.getSelectionSet();
      if (inner != null) {
        all = all.and(of(field.getName(), inner));
      }
    }
    return all;
  }

  private static BulkQuery of(String name, SelectionSet set) {
    BulkQuery inner = of(set);
    Set<String> names =
        set.getSelectionsOfType(Field.class).stream().map(Field::getName).collect(toSet());
    boolean isNode = name.equals("node") || name.equals("nodes");
    boolean isNamed =
        inner.namesParents && (!isNode || inner.connections == 0 || names.contains("id"));
    int one = names.contains("edges") || names.contains("nodes") ? 1 : 0;
    return new BulkQuery(inner.connections + one, inner.depth + one, isNamed);
  }

  private BulkQuery and(BulkQuery other) {
    return new BulkQuery(
        connections + other.connections,
        Math.max(depth, other.depth),
        namesParents && other.namesParents);
  }
}
