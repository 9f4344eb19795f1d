package io.syncline.sandbox.shopify;

import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a query costs (shopify#cost-and-throttling): an object one point, a connection less the more
 * it has, which is how the few costs that were seen behave.
 */
final class QueryCost {
  private static final int OF_MUTATION = 10;

  private final AdminRequest request;
  private final Map<String, FragmentDefinition> fragments;

  QueryCost(AdminRequest request) {
    this.request = request;
    this.fragments = request.fragments();
  }

  /** What is set aside before it runs: as if every page were full. */
  int requested() {
    OperationDefinition operation = request.operation();
    boolean isMutation = operation.getOperation() == OperationDefinition.Operation.MUTATION;
    return isMutation ? OF_MUTATION : of(operation.getSelectionSet());
  }

  private int of(@Nullable SelectionSet set) {
    return set == null ? 0 : set.getSelections().stream().mapToInt(this::of).sum();
  }

  private int of(Selection<?> selection) {
    if (selection instanceof FragmentSpread spread) {
      return Optional.ofNullable(fragments.get(spread.getName()))
          .map(it -> of(it.getSelectionSet()))
          .orElse(0);
    }
    if (selection instanceof InlineFragment inline) {
      return of(inline.getSelectionSet());
    }
    Field field = (Field) selection;
    if (field.getSelectionSet() == null) {
      return 0;
    }
    int inner = of(field.getSelectionSet());
    return first(field).map(size -> 1 + weight(size) * Math.max(1, inner)).orElse(1 + inner);
  }

  private Optional<Integer> first(Field field) {
    return field.getArguments().stream()
        .filter(argument -> argument.getName().equals("first"))
        .map(argument -> number(argument.getValue()))
        .findFirst();
  }

  private int number(Value<?> value) {
    if (value instanceof IntValue literal) {
      return literal.getValue().intValue();
    }
    Object given =
        value instanceof VariableReference name ? request.variables().get(name.getName()) : null;
    return given instanceof Number number ? number.intValue() : 0;
  }

  /** What was used: pages count by what came. */
  static int actual(@Nullable Object answer) {
    if (answer instanceof List<?> list) {
      return list.stream().mapToInt(QueryCost::actual).max().orElse(0);
    }
    if (!(answer instanceof Map<?, ?> object)) {
      return 0;
    }
    int inner = object.values().stream().mapToInt(QueryCost::actual).sum();
    return size(object).map(size -> 1 + weight(size) * Math.max(1, inner)).orElse(1 + inner);
  }

  private static Optional<Integer> size(Map<?, ?> object) {
    Object list = object.containsKey("nodes") ? object.get("nodes") : object.get("edges");
    return list instanceof List<?> page ? Optional.of(page.size()) : Optional.empty();
  }

  private static int weight(int size) {
    return (int) Math.ceil(2 * Math.log(size + 1.0));
  }
}
