package io.syncline;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.RouteFile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the rules for route files: read one and all are known. */
class RouteStyleTest {
  private static final List<String> KEYS =
      List.of(
          "id",
          "group",
          "routeConfigurationId",
          "precondition",
          "routePolicy",
          "description",
          "from");
  private static final Set<String> FORBIDDEN =
      Set.of(
          "script",
          "groovy",
          "process",
          "choice",
          "onException",
          "errorHandler",
          "doTry",
          "delay",
          "aggregate",
          "transacted",
          "throttle",
          "recipientList");
  private static final Pattern ID =
      Pattern.compile(
          "[a-z]+\\.(schedule|request|start|run|sync|read|write|compose|refresh|replay|source|notice|measure|edit|map)(-[a-z-]+)?");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");
  private static final Set<String> DERIVED = Set.of("quartz-cron", "scheduled");

  /** Parallel splits that stand in no other one. */
  private static final Set<Object> OUTERMOST =
      Set.of("elitefactor.sync.each-page", "junglescout.sync-sales.each-group");

  private static final int STEPS = 12;
  private static final int LEVELS = 3;
  private static final int LINES = 150;
  private static final int DESCRIPTION = 100;

  private final List<RouteFile> files = RouteFile.all();

  @Test
  void the_keys_of_a_route_stand_in_one_order() {
    assertThat(routes())
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(List.copyOf(route.keys().keySet()))
                    .as(route.id())
                    .isEqualTo(KEYS.stream().filter(route.keys()::containsKey).toList())
                    .contains("id", "group", "description", "from"));
  }

  @Test
  void a_description_is_one_short_sentence() {
    assertThat(routes())
        .extracting(RouteFile.Route::description)
        .allSatisfy(
            text ->
                assertThat(text).hasSizeLessThanOrEqualTo(DESCRIPTION).matches("[A-Z][^.]*\\."));
  }

  @Test
  void an_id_says_pipeline_and_part_and_the_file_is_the_pipelines() {
    for (RouteFile file : files) {
      for (RouteFile.Route route : file.routes()) {
        assertThat(route.id()).matches(ID).startsWith(route.group() + ".");
        assertThat(route.group()).as(route.id()).isEqualTo(file.word());
      }
    }
    assertThat(routes()).extracting(RouteFile.Route::id).doesNotHaveDuplicates();
  }

  @Test
  void routes_and_files_are_short() {
    assertThat(routes())
        .allSatisfy(
            route -> {
              assertThat(route.steps()).as(route.id()).hasSizeLessThanOrEqualTo(STEPS);
              assertThat(route.steps())
                  .as(route.id())
                  .allMatch(step -> step.level() <= LEVELS, "at most 3 levels");
            });
    assertThat(files).allMatch(file -> file.lines() <= LINES, "at most 150 lines");
  }

  @Test
  void a_direct_endpoint_is_its_routes_id_and_every_link_leads_somewhere() {
    Set<String> ids = routes().map(RouteFile.Route::id).collect(Collectors.toSet());
    assertThat(routes().filter(route -> route.uri().startsWith("direct:")))
        .allSatisfy(route -> assertThat(route.uri()).isEqualTo("direct:" + route.id()));
    assertThat(steps().map(Step::target).filter(uri -> uri.startsWith("direct:")))
        .isNotEmpty()
        .filteredOn(not(uri -> uri.contains("${")))
        .allMatch(uri -> ids.contains(uri.substring("direct:".length())), "leads to a route");
  }

  @Test
  void failures_are_handled_where_they_belong() {
    assertThat(files)
        .filteredOn(not(file -> file.name().equals("core/policies.camel.yaml")))
        .allSatisfy(
            file ->
                assertThat(file.text())
                    .doesNotContain("onException:", "errorHandler:", "redeliveryPolicy:"));
    assertThat(files)
        .filteredOn(not(file -> file.name().equals("core/run.camel.yaml")))
        .allSatisfy(file -> assertThat(file.text()).doesNotContain("doTry:"));
    assertThat(files.stream().flatMap(file -> file.configurations().stream()))
        .isNotEmpty()
        .allSatisfy(
            configuration -> {
              assertThat(configuration).containsKey("id");
              assertThat(RouteFile.onExceptions(configuration))
                  .allSatisfy(
                      it ->
                          assertThat(it.get("id").toString())
                              .startsWith(configuration.get("id") + "."));
            });
  }

  @Test
  void every_policy_that_a_route_names_exists() {
    Set<Object> policies =
        files.stream()
            .flatMap(file -> file.configurations().stream())
            .map(it -> it.get("id"))
            .collect(Collectors.toSet());
    assertThat(routes().map(route -> route.keys().get("routeConfigurationId")))
        .filteredOn(not(java.util.Objects::isNull))
        .isNotEmpty()
        .allMatch(policies::contains, "is a policy");
  }

  @Test
  void thought_stands_in_beans() {
    assertThat(steps()).noneMatch(step -> FORBIDDEN.contains(step.name()) && !step.isTheRunsOwn());
    assertThat(steps().filter(step -> step.name().equals("multicast")))
        .isNotEmpty()
        .allMatch(step -> Boolean.TRUE.equals(step.options().get("stopOnException")));
    assertThat(steps().filter(step -> Set.of("split", "multicast").contains(step.name())))
        .allSatisfy(
            step ->
                assertThat(String.valueOf(step.options().get("id")))
                    .startsWith(step.route() + "."));
    assertThat(steps().filter(step -> step.name().equals("setHeader"))).isEmpty();
    assertThat(steps().filter(step -> step.name().equals("setProperty"))).isEmpty();
  }

  /**
   * One that does not stream holds all its exchanges with all their variables until it is over; a
   * parallel one within a parallel one gives the thread back that was to be held up by it.
   */
  @Test
  void a_split_lets_go_of_what_is_done_and_holds_up_who_asks() {
    assertThat(splits().filter(split -> !split.containsKey("aggregationStrategy")))
        .isNotEmpty()
        .allSatisfy(split -> assertThat(split).containsEntry("streaming", true));
    assertThat(splits().filter(split -> Boolean.TRUE.equals(split.get("parallelProcessing"))))
        .isNotEmpty()
        .filteredOn(not(split -> OUTERMOST.contains(split.get("id"))))
        .isNotEmpty()
        .allSatisfy(split -> assertThat(split).containsEntry("synchronous", true));
  }

  private Stream<Map<String, Object>> splits() {
    return steps().filter(step -> step.name().equals("split")).map(Step::options);
  }

  @Test
  void expressions_name_a_body_or_a_variable() {
    Pattern plain = Pattern.compile("\\$\\{(body|variable)(\\.[A-Za-z]+)*}");
    for (RouteFile file : files) {
      Matcher found = Pattern.compile("\\$\\{[^}]*}").matcher(file.text());
      while (found.find()) {
        assertThat(found.group()).as(file.name()).matches(plain);
      }
    }
  }

  @Test
  void every_number_is_a_placeholder_that_the_configuration_has() {
    Set<String> known = RouteFile.configuration();
    Set<String> unknown = new TreeSet<>();
    for (RouteFile file : files) {
      Matcher found = PLACEHOLDER.matcher(file.text());
      while (found.find()) {
        String name = found.group(1);
        if (!known.contains(name)
            && !file.parameters().contains(name)
            && DERIVED.stream().noneMatch(name::endsWith)) {
          unknown.add(file.name() + ": " + name);
        }
      }
      assertThat(file.text()).as(file.name()).doesNotContainPattern(": \"?[0-9]+\"?[ }\n]");
    }
    assertThat(unknown).as("placeholders without a value, or with a default").isEmpty();
  }

  @Test
  void a_template_serves_more_than_one_route_and_names_what_it_asks_for() {
    assertThat(files.stream().flatMap(file -> file.templates().stream()))
        .isNotEmpty()
        .allSatisfy(
            template -> {
              assertThat(template.id()).matches(ID).matches("(core|api)\\..+");
              assertThat(template.parameters()).contains("id", "description");
              assertThat(uses().filter(template.id()::equals).count())
                  .as(template.id())
                  .isGreaterThan(1);
            });
  }

  @Test
  void a_route_calls_beans_of_its_own_package_or_of_core() throws IOException {
    Map<String, String> rooms = rooms();
    assertThat(routes().flatMap(route -> route.beans().stream()).distinct())
        .hasSizeGreaterThan(10)
        .allMatch(rooms::containsKey, "is a class's name");
    for (RouteFile.Route route : routes().toList()) {
      // Whoever answers over HTTP reads the request and writes the answer as api does.
      boolean answers = route.uri().startsWith("platform-http:");
      assertThat(route.beans().stream().map(rooms::get))
          .as(route.id())
          .isSubsetOf("core", answers ? "api" : "core", route.group());
    }
  }

  /** The room of every class, by the name that its bean has; the test's pipeline has one too. */
  private static Map<String, String> rooms() throws IOException {
    Map<String, String> rooms = new HashMap<>(rooms(Path.of("src/main/java/io/syncline")));
    rooms(Path.of("src/test/java/io/syncline/warehouse"))
        .keySet()
        .forEach(bean -> rooms.put(bean, "warehouse"));
    return rooms;
  }

  private static Map<String, String> rooms(Path root) throws IOException {
    try (Stream<Path> sources = Files.walk(root)) {
      return sources
          .filter(path -> path.toString().endsWith(".java") && path.getParent() != root)
          .filter(path -> !path.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  RouteStyleTest::bean,
                  path -> root.relativize(path).getName(0).toString(),
                  (one, other) -> one.equals(other) ? one : one + " and " + other));
    }
  }

  private static String bean(Path source) {
    String name = source.getFileName().toString().replace(".java", "");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  @Test
  void only_known_sources_and_targets_are_used() {
    assertThat(routes().map(route -> scheme(route.uri())))
        .isSubsetOf("direct", "quartz", "platform-http", "timer");
    assertThat(steps().map(Step::target).filter(not(String::isEmpty)).map(RouteStyleTest::scheme))
        .isSubsetOf("direct", "http", "jdbc");
  }

  private static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':'));
  }

  private Stream<RouteFile.Route> routes() {
    return files.stream().flatMap(file -> file.routes().stream());
  }

  private Stream<String> uses() {
    return files.stream().flatMap(file -> file.uses().stream());
  }

  private Stream<Step> steps() {
    return routes().flatMap(route -> route.steps().stream());
  }
}
