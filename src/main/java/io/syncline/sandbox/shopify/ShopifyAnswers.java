package io.syncline.sandbox.shopify;

import graphql.GraphQLError;
import graphql.language.SourceLocation;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import io.syncline.sandbox.engine.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms of a 200 (shopify#errors). */
final class ShopifyAnswers {
  private static final Map<String, String> CODES =
      Map.of(
          "FieldUndefined", "undefinedField",
          "UnknownArgument", "argumentNotAccepted",
          "MissingFieldArgument", "missingRequiredArguments",
          "WrongType", "argumentLiteralsIncompatible",
          "UndefinedVariable", "undefinedVariable",
          "UnusedVariable", "variableNotUsed");

  private ShopifyAnswers() {}

  static Fields error(String code, String message) {
    return new Fields()
        .with("message", message)
        .with("extensions", new Fields().with("code", code).with("requestId", "sandbox-request"));
  }

  static Fields refused(Fields error) {
    return new Fields().with("errors", List.of(error));
  }

  static Fields throttled(Fields cost) {
    Fields error =
        new Fields()
            .with("message", "Throttled")
            .with(
                "extensions",
                new Fields()
                    .with("code", "THROTTLED")
                    .with("documentation", "https://shopify.dev/api/usage/rate-limits"));
    return refused(error).with("extensions", new Fields().with("cost", cost));
  }

  static Fields tooDear(int cost, int most) {
    return refused(
        error(
            "MAX_COST_EXCEEDED",
            "Query cost is %s, which exceeds the single query max cost limit (%s)."
                .formatted(cost, most)));
  }

  static Fields cost(int requested, @Nullable Integer actual, CostBucket bucket, int available) {
    return new Fields()
        .with("requestedQueryCost", requested)
        .with("actualQueryCost", actual)
        .with(
            "throttleStatus",
            new Fields()
                .with("maximumAvailable", (double) bucket.size())
                .with("currentlyAvailable", available)
                .with("restoreRate", (double) bucket.restoreRate()));
  }

  static Fields told(GraphQLError error) {
    Fields told = new Fields().with("message", error.getMessage());
    List<SourceLocation> where = Optional.ofNullable(error.getLocations()).orElse(List.of());
    told.with(
        "locations",
        where.stream()
            .map(it -> new Fields().with("line", it.getLine()).with("column", it.getColumn()))
            .toList());
    if (error.getPath() != null) {
      told.with("path", error.getPath());
    }
    return told.with("extensions", new Fields().with("code", code(error)));
  }

  private static String code(GraphQLError error) {
    if (error instanceof ValidationError fault
        && fault.getValidationErrorType() instanceof ValidationErrorType type) {
      return CODES.getOrDefault(type.name(), "BAD_REQUEST");
    }
    return Optional.ofNullable(error.getExtensions())
        .map(it -> String.valueOf(it.get("code")))
        .orElse("BAD_REQUEST");
  }
}
