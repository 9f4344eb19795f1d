package io.syncline.sandbox.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.introspection.IntrospectionResultToSchema;
import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.syncline.support.VendorModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** Our part of the schema says of every type, field and argument what the vendor's says. */
class ShopifySchemaTest {
  private final List<String> faults = new ArrayList<>();

  @Test
  void every_type_field_argument_and_default_is_the_vendor_s() throws IOException {
    TypeDefinitionRegistry theirs = theirs();
    Map<String, TypeDefinition<?>> ours = ours();
    ours.values()
        .forEach(
            type -> {
              TypeDefinition<?> real = theirs.getTypeOrNull(type.getName());
              if (real == null || !real.getClass().equals(type.getClass())) {
                faults.add("no such type " + type.getName());
              } else {
                compare(type, real);
              }
            });
    assertThat(faults).isEmpty();
    assertThat(ours).hasSizeGreaterThan(40);
  }

  private void compare(TypeDefinition<?> ours, TypeDefinition<?> theirs) {
    if (ours instanceof ObjectTypeDefinition type) {
      Map<String, FieldDefinition> real =
          named(((ObjectTypeDefinition) theirs).getFieldDefinitions(), FieldDefinition::getName);
      type.getFieldDefinitions().forEach(field -> compare(type.getName(), field, real));
    } else if (ours instanceof InputObjectTypeDefinition input) {
      values(
          input.getName(),
          input.getInputValueDefinitions(),
          ((InputObjectTypeDefinition) theirs).getInputValueDefinitions());
    } else if (ours instanceof EnumTypeDefinition words) {
      List<String> real =
          ((EnumTypeDefinition) theirs)
              .getEnumValueDefinitions().stream().map(EnumValueDefinition::getName).toList();
      words.getEnumValueDefinitions().stream()
          .map(EnumValueDefinition::getName)
          .filter(word -> !real.contains(word))
          .forEach(word -> faults.add(words.getName() + " has no " + word));
    }
  }

  private void compare(String type, FieldDefinition field, Map<String, FieldDefinition> real) {
    String name = type + "." + field.getName();
    FieldDefinition theirs = real.get(field.getName());
    if (theirs == null) {
      faults.add("no such field " + name);
      return;
    }
    same(name, AstPrinter.printAst(field.getType()), AstPrinter.printAst(theirs.getType()));
    values(name, field.getInputValueDefinitions(), theirs.getInputValueDefinitions());
  }

  /** Ours are theirs, and no required one of theirs is missing. */
  private void values(
      String owner, List<InputValueDefinition> ours, List<InputValueDefinition> theirs) {
    Map<String, InputValueDefinition> real = named(theirs, InputValueDefinition::getName);
    Map<String, InputValueDefinition> own = named(ours, InputValueDefinition::getName);
    own.forEach(
        (name, value) ->
            same(
                owner + "." + name,
                AstPrinter.printAst(value),
                Optional.ofNullable(real.get(name)).map(AstPrinter::printAst).orElse("absent")));
    real.forEach(
        (name, value) -> {
          boolean isRequired =
              AstPrinter.printAst(value.getType()).endsWith("!") && value.getDefaultValue() == null;
          if (isRequired && !own.containsKey(name)) {
            faults.add(owner + " requires " + name);
          }
        });
  }

  private void same(String name, String ours, String theirs) {
    if (!ours.equals(theirs)) {
      faults.add(name + ": " + ours + ", not " + theirs);
    }
  }

  private static <T> Map<String, T> named(List<T> all, Function<T, String> name) {
    return all.stream().collect(Collectors.toMap(name, Function.identity()));
  }

  private static Map<String, TypeDefinition<?>> ours() throws IOException {
    String text =
        new ClassPathResource(AdminGraphQl.SCHEMA).getContentAsString(StandardCharsets.UTF_8);
    Map<String, TypeDefinition<?>> ours = new TreeMap<>();
    for (TypeDefinition<?> type : new SchemaParser().parse(text).types().values()) {
      ours.put(type.getName(), type);
    }
    return ours;
  }

  private static TypeDefinitionRegistry theirs() throws IOException {
    Path file = VendorModels.file("shopify-admin-2026-10.introspection.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Map<?, ?> answer = new ObjectMapper().readValue(in, Map.class);
      @SuppressWarnings("unchecked")
      Map<String, Object> data = (Map<String, Object>) answer.get("data");
      return new SchemaParser()
          .buildRegistry(new IntrospectionResultToSchema().createSchemaDefinition(data));
    }
  }
}
