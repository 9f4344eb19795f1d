package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.util.MultiValueMap;

/** A credential as somebody filled it in; a field that was left empty is not there. */
record CredentialForm(MultiValueMap<String, String> fields) {
  private static final String HOURS = "sync_frequency_hours";
  private static final String MARKETPLACES = "marketplaces";

  /** By the names of the API. */
  private static final List<String> TEXTS =
      List.of(
          "client_id",
          "platform_type",
          "label",
          "auth_mode",
          "shop",
          "seller_id",
          "region",
          "app_id");

  private static final List<String> SECRETS =
      List.of("access_token", "refresh_token", "app_secret");

  String text(String name) {
    return Objects.toString(fields.getFirst(name), "").strip();
  }

  /** What the API is asked for. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    TEXTS.forEach(name -> put(json, name));
    SECRETS.forEach(name -> put(json, name));
    String hours = text(HOURS);
    if (hours.matches("[0-9]{1,9}")) {
      json.put(HOURS, Integer.parseInt(hours));
    } else {
      put(json, HOURS);
    }
    if (fields.containsKey(MARKETPLACES)) {
      fields.get(MARKETPLACES).forEach(json.withArray(MARKETPLACES)::add);
    }
    return json;
  }

  /** What a page may show again: all but the secrets. */
  Map<String, Object> shown() {
    Map<String, Object> shown = new HashMap<>();
    TEXTS.forEach(name -> shown.put(name, text(name)));
    shown.put(HOURS, text(HOURS));
    shown.put(MARKETPLACES, fields.getOrDefault(MARKETPLACES, List.of()));
    return shown;
  }

  private void put(ObjectNode json, String name) {
    if (!text(name).isEmpty()) {
      json.put(name, text(name));
    }
  }
}
