package io.syncline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ExchangeException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * Dependencies point one way: pipelines, api, console, command and sandbox to core, core to none of
 * them.
 */
@AnalyzeClasses(packages = "io.syncline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.syncline";
  private static final Set<String> PIPELINES =
      Set.of("clientapi", "elitefactor", "entities", "junglescout", "stockx");
  private static final Set<String> OTHERS = Set.of("core", "api", "console", "command", "sandbox");
  private static final String[] PIPELINE_PACKAGES =
      PIPELINES.stream().map(word -> ROOT + "." + word + "..").toArray(String[]::new);

  @ArchTest
  static void every_package_is_named_here_and_every_name_is_a_package(JavaClasses imported) {
    Set<String> packages =
        imported.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
            .collect(Collectors.toSet());
    Set<String> named =
        Stream.concat(PIPELINES.stream(), OTHERS.stream()).collect(Collectors.toSet());
    assertThat(packages).isEqualTo(named);
  }

  @ArchTest
  static void every_package_says_what_may_be_absent(JavaClasses imported) {
    assertThat(imported.stream().map(JavaClass::getPackage).distinct())
        .allMatch(it -> it.isAnnotatedWith(NullMarked.class));
  }

  @ArchTest
  static final ArchRule the_slices_of_the_root_do_not_depend_on_each_other_except_on_core =
      slices()
          .matching(ROOT + ".(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage(ROOT + ".."), resideInAPackage(ROOT + ".core.."));

  @ArchTest
  static final ArchRule the_core_depends_on_nothing_else_of_ours =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".core..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".core.."))));

  @ArchTest
  static final ArchRule the_packages_inside_core_have_no_cycles =
      slices().matching(ROOT + ".core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule vendors_of_the_sandbox_share_its_engine_and_its_shop_only =
      slices()
          .matching(ROOT + ".sandbox.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage(ROOT + ".sandbox.."),
              resideInAnyPackage(ROOT + ".sandbox.engine..", ROOT + ".sandbox.shop.."));

  /** A part of a pipeline is public to the pipeline; that others stay away is said above. */
  @ArchTest
  static final ArchRule the_types_of_pipelines_are_public_in_their_parts_only =
      classes()
          .that()
          .resideInAnyPackage(
              PIPELINES.stream().map(word -> ROOT + "." + word).toArray(String[]::new))
          .and()
          .areTopLevelClasses()
          .should()
          .notBePublic();

  /** Values follow from what goes in: no route, no database, no file, no network, no clock. */
  @ArchTest
  static final ArchRule the_engine_of_entities_is_pure =
      classes()
          .that()
          .resideInAPackage(ROOT + ".entities.engine..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  ROOT + ".entities.engine..",
                  ROOT + ".core.record",
                  "com.fasterxml.jackson..",
                  "java.lang..",
                  "java.math",
                  "java.nio", // buffers; files and channels have packages of their own
                  "java.nio.charset",
                  "java.security",
                  "java.text",
                  "java.time..",
                  "java.util..",
                  "org.jspecify.."));

  /** Whatever else the core looks for by type, it would find beside what is declared. */
  @ArchTest
  static final ArchRule a_pipeline_offers_the_core_its_declaration_and_nothing_else =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PIPELINE_PACKAGES)
          .and()
          .areAnnotatedWith(Bean.class)
          .should()
          .notHaveRawReturnType(resideInAPackage(ROOT + ".core..").and(not(type(Pipeline.class))));

  /** What it gives is the lowest cause and not the failure (C30). */
  @ArchTest
  static final ArchRule nobody_asks_for_an_exception_by_its_type =
      noClasses().should().dependOnClassesThat(type(ExchangeException.class));

  @ArchTest
  static final ArchRule pipelines_do_not_see_the_exchange =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE_PACKAGES)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.camel.Exchange");

  /** What belongs together is composed (write-path#a-batch-that-is-composed). */
  @ArchTest
  static final ArchRule pipelines_have_no_transaction_of_their_own =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE_PACKAGES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework.transaction..")
          .orShould()
          .callMethod(Connection.class, "setAutoCommit", boolean.class)
          .orShould()
          .callMethod(Connection.class, "commit");

  /** When, how often, on which thread and by which connection is the core's. */
  @ArchTest
  static final ArchRule pipelines_have_no_scheduler_client_or_threads_of_their_own =
      noClasses()
          .that()
          .resideInAnyPackage(PIPELINE_PACKAGES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.quartz..",
              "org.apache.hc..",
              "java.net.http..",
              "org.springframework.web.client..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.concurrent.Executor.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              java.util.concurrent.Executors.class,
              java.util.concurrent.Semaphore.class,
              java.net.HttpURLConnection.class,
              java.util.Timer.class)
          .orShould()
          .callMethodWhere(target(nameMatching("parallel|parallelStream")));

  @ArchTest
  static final ArchRule nothing_is_injected_into_fields =
      noFields()
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .orShould()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
          .orShould()
          .beAnnotatedWith("jakarta.annotation.Resource")
          .orShould()
          .beAnnotatedWith("jakarta.inject.Inject");

  @ArchTest
  static final ArchRule nobody_writes_to_the_standard_streams =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule static_fields_are_final =
      fields().that().areStatic().and().doNotHaveName("$VALUES").should().beFinal();

  @ArchTest
  static final ArchRule time_comes_from_a_clock =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "asks for the present time without a clock",
                  call ->
                      call.getTarget().getName().equals("now")
                          && call.getTargetOwner().getPackageName().equals("java.time")
                          && call.getTarget().getRawParameterTypes().isEmpty()));

  /**
   * Records reach production through {@code core.write} and {@code core.relay} only (JS-88); views
   * and old rows are kept there, and both sides are compared. A run announces its fence there, the
   * probe of api asks whether it answers, the sandbox lays out its shop: all named.
   */
  @ArchTest
  static final ArchRule production_is_written_by_few =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                          ROOT + ".core.write..",
                          ROOT + ".core.relay..",
                          ROOT + ".core.letter..",
                          ROOT + ".core.upkeep..",
                          ROOT + ".core.verify..",
                          ROOT + ".core.stream..",
                          ROOT + ".core.database..")
                      .or(
                          named(
                              ROOT + ".core.run.ProductionFences",
                              ROOT + ".api.DatabaseProbe",
                              ROOT + ".sandbox.yuhinkai.YuhinkaiStock"))))
          .should()
          .callMethod(Databases.class, "production")
          .orShould()
          .callMethod(Database.class, "relayPool");

  @ArchTest
  static void nothing_that_runs_programs_or_scripts_is_on_the_class_path(JavaClasses imported) {
    assertThat(
            Set.of(
                "org.apache.camel.component.exec.ExecComponent",
                "org.apache.camel.component.docker.DockerComponent",
                "org.apache.camel.component.ssh.SshComponent",
                "org.apache.camel.language.groovy.GroovyLanguage",
                "org.apache.camel.language.mvel.MvelLanguage",
                "org.apache.camel.language.js.JavaScriptLanguage"))
        .noneMatch(name -> ClassUtils.isPresent(name, null));
  }

  private static final Pattern DECLARED =
      Pattern.compile("Stream\\s*\\.into\\(\\s*\"\\w+\",\\s*\"(\\w+)\"");
  private static final Pattern WRITING =
      Pattern.compile("(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\\s+\"?(\\w+)");

  /** Those of streams are written by core.write and core.relay, from what streams say of them. */
  @Test
  void no_statement_of_a_pipeline_writes_a_table_of_a_stream() throws IOException {
    Set<String> tables = new TreeSet<>();
    Set<String> written = new TreeSet<>();
    for (String word : PIPELINES) {
      try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/syncline", word))) {
        for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
          String text = Files.readString(source);
          DECLARED.matcher(text).results().forEach(found -> tables.add(found.group(1)));
          WRITING.matcher(text).results().forEach(found -> written.add(found.group(1)));
        }
      }
    }
    assertThat(tables).isNotEmpty();
    assertThat(written).doesNotContainAnyElementsOf(tables);
  }

  /** What may know a word, a vendor or a path of a pipeline outside its package, and why. */
  private static final Map<String, String> KNOWING =
      Map.of(
          "api/security/Paths", "where its pages are",
          "console/StockxPages", "its pages: prices are like nothing that others read",
          "core/database/MigrationHistory", "a table tells which migrations were there",
          "core/database/Migrations", "which tables a changed prefix moves",
          "core/database/RowSecurity", "our own tables, which nobody may hide");

  @Test
  void nobody_knows_a_pipeline_outside_its_package() throws IOException {
    Path root = Path.of("src/main/java/io/syncline");
    Set<String> knowing = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(root)) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = root.relativize(source).toString().replace(".java", "");
        String room = name.split("/")[0];
        if (!PIPELINES.contains(room) && !room.equals("sandbox") && knowsOne(source)) {
          knowing.add(name);
        }
      }
    }
    assertThat(knowing).isEqualTo(new TreeSet<>(KNOWING.keySet()));
  }

  /** Comments may cite what is known of a vendor. */
  private static boolean knowsOne(Path source) throws IOException {
    return Files.readAllLines(source).stream()
        .map(String::strip)
        .filter(line -> !line.startsWith("*") && !line.startsWith("/**") && !line.startsWith("//"))
        .map(line -> line.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""))
        .anyMatch(ArchitectureTest::isOfOne);
  }

  private static boolean isOfOne(String line) {
    return Stream.of("elitefactor", "junglescout", "stockx", "yuhinkai", "/admin/sync", "/api/cron")
        .anyMatch(line::contains);
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> named(String... names) {
    Set<String> all = Set.of(names);
    return describe("named " + all, type -> all.contains(type.getName()));
  }
}
