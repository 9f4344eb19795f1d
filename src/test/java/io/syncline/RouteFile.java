package io.syncline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A file of routes as it is written, before Camel reads it; where it uses a template, the route is
 * in its place.
 */
record RouteFile(String name, String text, List<Map<String, Object>> entries, List<String> uses) {
  private static final List<Path> FOLDERS =
      List.of(Path.of("routes"), Path.of("src/test/resources/warehouse/routes"));
  private static final String SUFFIX = ".camel.yaml";

  /** A step, how deep it stands and in which route. */
  record Step(String route, String name, Object value, int level) {
    Map<String, Object> options() {
      return value instanceof Map<?, ?> ? map(value) : Map.of();
    }

    /** Where it sends to; empty when it does not. */
    String target() {
      if (!Set.of("to", "toD", "wireTap", "enrich", "pollEnrich").contains(name)) {
        return "";
      }
      return value instanceof String uri ? uri : String.valueOf(options().get("uri"));
    }

    boolean isTheRunsOwn() {
      return name.equals("doTry") && route.equals("core.run");
    }
  }

  record Route(Map<String, Object> keys) {
    String id() {
      return String.valueOf(keys.get("id"));
    }

    String group() {
      return String.valueOf(keys.get("group"));
    }

    String description() {
      return String.valueOf(keys.get("description"));
    }

    String uri() {
      return String.valueOf(map(keys.get("from")).get("uri"));
    }

    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      collect(map(keys.get("from")).get("steps"), 1, steps);
      return steps;
    }

    List<String> beans() {
      List<String> beans = new ArrayList<>();
      refs(keys, beans);
      return beans;
    }

    private void collect(Object list, int level, List<Step> steps) {
      for (Map<String, Object> entry : maps(list)) {
        entry.forEach(
            (name, value) -> {
              Step step = new Step(id(), name, value, level);
              steps.add(step);
              collect(step.options().get("steps"), level + 1, steps);
              maps(step.options().get("doCatch"))
                  .forEach(it -> collect(it.get("steps"), level + 1, steps));
              Optional.ofNullable(step.options().get("doFinally"))
                  .ifPresent(it -> collect(map(it).get("steps"), level + 1, steps));
            });
      }
    }
  }

  static List<RouteFile> all() {
    List<RouteFile> files = new ArrayList<>();
    FOLDERS.forEach(folder -> files(folder).forEach(file -> files.add(read(folder, file))));
    Map<String, RouteTemplate> templates =
        files.stream()
            .flatMap(file -> file.templates().stream())
            .collect(Collectors.toMap(RouteTemplate::id, template -> template));
    files.replaceAll(file -> file.with(templates));
    return files;
  }

  private RouteFile with(Map<String, RouteTemplate> templates) {
    List<String> uses = new ArrayList<>();
    List<Map<String, Object>> written = new ArrayList<>(entries);
    written.replaceAll(
        entry -> {
          if (!entry.containsKey("templatedRoute")) {
            return entry;
          }
          Map<String, Object> use = map(entry.get("templatedRoute"));
          uses.add(String.valueOf(use.get("routeTemplateRef")));
          return templates.get(uses.get(uses.size() - 1)).route(use);
        });
    return new RouteFile(name, text, written, uses);
  }

  /** What its templates are given. */
  Set<String> parameters() {
    return templates().stream()
        .flatMap(template -> template.parameters().stream())
        .collect(Collectors.toSet());
  }

  List<RouteTemplate> templates() {
    return entries.stream()
        .filter(entry -> entry.containsKey("routeTemplate"))
        .map(entry -> new RouteTemplate(map(entry.get("routeTemplate"))))
        .toList();
  }

  /** The names of everything that may be configured. */
  static Set<String> configuration() {
    Set<String> names = new LinkedHashSet<>();
    files(Path.of("config"))
        .forEach(file -> new Yaml().loadAll(text(file)).forEach(it -> flatten("", it, names)));
    return names;
  }

  /** The pipeline it belongs to, or the folder of what all share. */
  String word() {
    return name.substring(0, name.indexOf(name.contains("/") ? "/" : SUFFIX));
  }

  long lines() {
    return text.lines().count();
  }

  List<Route> routes() {
    return entries.stream()
        .filter(entry -> entry.containsKey("route"))
        .map(entry -> new Route(map(entry.get("route"))))
        .toList();
  }

  List<Map<String, Object>> configurations() {
    return entries.stream()
        .filter(entry -> entry.containsKey("routeConfiguration"))
        .map(entry -> map(entry.get("routeConfiguration")))
        .toList();
  }

  static List<Map<String, Object>> onExceptions(Map<String, Object> configuration) {
    return maps(configuration.get("onException")).stream()
        .map(it -> map(it.get("onException")))
        .toList();
  }

  /** The beans that its routes name, wherever. */
  List<String> beans() {
    return routes().stream().flatMap(route -> route.beans().stream()).toList();
  }

  private static void refs(Object node, List<String> beans) {
    if (node instanceof List<?> list) {
      list.forEach(it -> refs(it, beans));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("ref") || key.equals("aggregationStrategy")) {
              beans.add(String.valueOf(value).replace("#", ""));
            }
            refs(value, beans);
          });
    }
  }

  private static RouteFile read(Path folder, Path file) {
    String text = text(file);
    return new RouteFile(
        folder.relativize(file).toString().replace('\\', '/'),
        text,
        maps(new Yaml().load(text)),
        List.of());
  }

  private static void flatten(String prefix, Object node, Set<String> names) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, names));
    } else {
      names.add(prefix);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object node) {
    return node == null ? List.of() : (List<Map<String, Object>>) node;
  }
}
