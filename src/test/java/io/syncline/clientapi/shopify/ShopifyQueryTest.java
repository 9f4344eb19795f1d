package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.introspection.IntrospectionResultToSchema;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import io.syncline.support.VendorModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** What is asked of Shopify is what its schema lets one ask. */
class ShopifyQueryTest {

  @Test
  void every_query_is_valid_by_the_schema_of_the_sandbox() throws IOException {
    String schema =
        new ClassPathResource("sandbox/shopify/admin.graphqls")
            .getContentAsString(StandardCharsets.UTF_8);
    assertAllValid(new SchemaParser().parse(schema));
  }

  @Test
  void every_query_is_valid_by_the_vendor_s_own_schema() throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(
                VendorModels.file("shopify-admin-2026-10.introspection.json.gz")))) {
      Map<?, ?> answer = new ObjectMapper().readValue(in, Map.class);
      @SuppressWarnings("unchecked")
      Map<String, Object> data = (Map<String, Object>) answer.get("data");
      assertAllValid(
          new SchemaParser()
              .buildRegistry(new IntrospectionResultToSchema().createSchemaDefinition(data)));
    }
  }

  @Test
  void a_field_that_is_none_would_be_found() throws IOException {
    String schema =
        new ClassPathResource("sandbox/shopify/admin.graphqls")
            .getContentAsString(StandardCharsets.UTF_8);
    GraphQLSchema known =
        UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(schema));
    Document document = new Parser().parseDocument("{ shop { nme } }");
    assertThat(new Validator().validateDocument(known, document, Locale.ENGLISH)).hasSize(1);
  }

  @Test
  void an_operation_is_called_as_in_its_file() {
    for (ShopifyQuery query : ShopifyQuery.values()) {
      Definition<?> first = new Parser().parseDocument(query.text()).getDefinitions().get(0);
      String name = ((OperationDefinition) first).getName();
      assertThat(name == null ? query.operation() : name).isEqualTo(query.operation());
    }
  }

  private static void assertAllValid(TypeDefinitionRegistry registry) {
    GraphQLSchema schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(registry);
    for (ShopifyQuery query : ShopifyQuery.values()) {
      Document document = new Parser().parseDocument(query.text());
      assertThat(new Validator().validateDocument(schema, document, Locale.ENGLISH))
          .as(query.name())
          .isEmpty();
    }
  }
}
