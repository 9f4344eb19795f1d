package io.syncline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A route template as it is written, and the routes that are made of it. */
record RouteTemplate(Map<String, Object> keys) {

  String id() {
    return String.valueOf(keys.get("id"));
  }

  List<String> parameters() {
    List<String> names = new ArrayList<>(List.of("id"));
    RouteFile.maps(keys.get("parameters")).forEach(it -> names.add(String.valueOf(it.get("name"))));
    return names;
  }

  /** The route that a use stands for, as if it were written out. */
  Map<String, Object> route(Map<String, Object> use) {
    String id = String.valueOf(use.get("routeId"));
    Map<String, String> values = new LinkedHashMap<>();
    RouteFile.maps(keys.get("parameters"))
        .forEach(it -> values.put("" + it.get("name"), String.valueOf(it.get("defaultValue"))));
    RouteFile.maps(use.get("parameters"))
        .forEach(it -> values.put("" + it.get("name"), String.valueOf(it.get("value"))));
    values.put("id", id);
    Map<String, Object> written = RouteFile.map(keys.get("route"));
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("id", id);
    route.put("group", id.substring(0, id.indexOf('.')));
    written.forEach(
        (name, value) -> {
          if (name.equals("from")) {
            route.put("description", values.get("description"));
          }
          route.put(name, filled(value, values));
        });
    return Map.of("route", route);
  }

  private static Object filled(Object node, Map<String, String> values) {
    if (node instanceof List<?> list) {
      return list.stream().map(it -> filled(it, values)).toList();
    }
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> filled = new LinkedHashMap<>();
      map.forEach(
          (name, value) ->
              filled.put(
                  "" + name,
                  name.equals("id") ? values.get("id") + "." + value : filled(value, values)));
      return filled;
    }
    return node instanceof String text ? filled(text, values) : node;
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
    }
    return filled;
  }
}
