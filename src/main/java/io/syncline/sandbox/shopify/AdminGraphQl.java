package io.syncline.sandbox.shopify;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphqlErrorBuilder;
import graphql.execution.CoercedVariables;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.language.Document;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetcherFactories;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.io.ClassPathResource;

/** Executes queries on our part of the vendor's schema. Threads may share it. */
final class AdminGraphQl {
  static final String SCHEMA = "sandbox/shopify/admin.graphqls";

  private final GraphQLSchema schema;
  private final GraphQL engine;

  AdminGraphQl(DataFetcher<Object> values) {
    TypeDefinitionRegistry types = new SchemaParser().parse(text());
    RuntimeWiring.Builder wiring =
        RuntimeWiring.newRuntimeWiring()
            .codeRegistry(
                GraphQLCodeRegistry.newCodeRegistry()
                    .defaultDataFetcher(DataFetcherFactories.useDataFetcher(values)));
    types.scalars().keySet().stream()
        .filter(name -> !ScalarInfo.isGraphqlSpecifiedScalar(name))
        .forEach(name -> wiring.scalar(textual(name)));
    schema = new SchemaGenerator().makeExecutableSchema(types, wiring.build());
    engine =
        GraphQL.newGraphQL(schema).defaultDataFetcherExceptionHandler(AdminGraphQl::told).build();
  }

  GraphQLSchema schema() {
    return schema;
  }

  List<ValidationError> faults(Document document) {
    return new Validator().validateDocument(schema, document, Locale.ROOT);
  }

  ExecutionResult execute(
      String query, String operation, Map<String, Object> variables, Asked asked) {
    return engine.execute(
        ExecutionInput.newExecutionInput(query)
            .operationName(operation.isEmpty() ? null : operation)
            .variables(variables)
            .graphQLContext(Map.of(Asked.class, asked))
            .build());
  }

  private static CompletableFuture<DataFetcherExceptionHandlerResult> told(
      DataFetcherExceptionHandlerParameters failed) {
    String code =
        failed.getException() instanceof AdminFault fault ? fault.code() : "INTERNAL_SERVER_ERROR";
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(
                GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
                    .message("%s", failed.getException().getMessage())
                    .extensions(Map.of("code", code))
                    .build())
            .build());
  }

  /** The vendor writes amounts, moments and large numbers as text. */
  private static GraphQLScalarType textual(String name) {
    return GraphQLScalarType.newScalar().name(name).coercing(new Text()).build();
  }

  private static final class Text implements Coercing<String, String> {
    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
      return value.toString();
    }

    @Override
    public String parseValue(Object input, GraphQLContext context, Locale locale) {
      return input.toString();
    }

    @Override
    public String parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return input instanceof StringValue text && text.getValue() != null
          ? text.getValue()
          : input.toString();
    }
  }

  private static String text() {
    try {
      return new ClassPathResource(SCHEMA).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
