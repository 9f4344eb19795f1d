package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Stream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which artisans a run reads: the named ones, all that have listings, or all still without. */
enum Selection {
  CODES("artisan_codes"),
  ALL("all"),
  BACKFILL("backfill");

  static final List<String> MEMBERS = List.of("artisan_codes", "all", "backfill", "dry_run");
  private static final int LONGEST_CODE = 200;

  private final String member;

  Selection(String member) {
    this.member = member;
  }

  /** The stream that a run of this selection writes. */
  Stream stream() {
    return this == BACKFILL ? EliteFactor.BACKFILL : EliteFactor.FACTORS;
  }

  static Selection of(ActiveRun run) {
    return of(run.request().parameters());
  }

  private static Selection of(JsonNode parameters) {
    for (Selection selection : values()) {
      if (parameters.has(selection.member)) {
        return selection;
      }
    }
    throw RequestRefused.invalid("artisan_codes", "missing", MEMBERS);
  }

  static List<String> codes(ActiveRun run) {
    return codes(run.request().parameters());
  }

  /** The named artisans; none where all are meant. */
  static List<String> codes(JsonNode parameters) {
    List<String> codes = new ArrayList<>();
    parameters.path(CODES.member).forEach(code -> codes.add(code.asText()));
    return codes;
  }

  /** The parameters of a run of these artisans. */
  static ObjectNode of(Set<String> codes) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    var array = parameters.putArray(CODES.member);
    codes.forEach(array::add);
    return parameters;
  }

  /**
   * The run's parameters: exactly one selection, each code once (EF-08).
   *
   * @throws RequestRefused 400 with the reason (EF-07)
   */
  static ObjectNode checked(JsonNode body, int mostCodes) {
    if (!body.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", MEMBERS);
    }
    body.fieldNames().forEachRemaining(Selection::refuseUnknown);
    List<String> chosen = chosen(body);
    if (chosen.size() > 1) {
      throw notOne(chosen);
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    if (chosen.isEmpty()) {
      return parameters.put(ALL.member, true);
    }
    String member = chosen.get(0);
    if (member.equals(CODES.member)) {
      return of(distinct(body.get(member), mostCodes));
    }
    if (body.get(member).isBoolean() && body.get(member).asBoolean()) {
      parameters.put(member, true);
    } else {
      throw RequestRefused.invalid(member, "must be true", List.of("true"));
    }
    return parameters;
  }

  /**
   * A caller that computed no codes must not refresh all artisans.
   *
   * @throws RequestRefused 400 when the body has none of the selections, or several
   */
  static void requireOne(JsonNode body) {
    if (body.has(CODES.member) == body.has(ALL.member) || body.has(BACKFILL.member)) {
      throw notOne(chosen(body));
    }
  }

  private static List<String> chosen(JsonNode body) {
    return List.of(values()).stream().map(s -> s.member).filter(body::has).toList();
  }

  private static RequestRefused notOne(List<String> chosen) {
    return RequestRefused.invalid(
        chosen.isEmpty() ? "artisan_codes" : String.join(", ", chosen),
        "send either a list of codes or \"all\": true",
        List.of("artisan_codes", "all"));
  }

  private static Set<String> distinct(JsonNode codes, int most) {
    if (!codes.isArray() || codes.isEmpty()) {
      throw RequestRefused.invalid("artisan_codes", "must be a list with a code", List.of());
    }
    if (codes.size() > most) {
      throw RequestRefused.invalid(
          "artisan_codes",
          "has " + codes.size() + " codes; at most " + most + " a call",
          List.of());
    }
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 0; i < codes.size(); i++) {
      distinct.add(code(codes.get(i), i));
    }
    return distinct;
  }

  private static String code(JsonNode code, int position) {
    String text = code.asText();
    boolean sound =
        code.isTextual()
            && !text.isBlank()
            && text.length() <= LONGEST_CODE
            && text.chars().noneMatch(Character::isISOControl);
    if (!sound) {
      throw RequestRefused.invalid(
          "artisan_codes[" + position + "]",
          "must be a text that is not blank, of at most " + LONGEST_CODE + " characters",
          List.of());
    }
    return text;
  }

  /** A misspelt dry_run must not become a real run. */
  private static void refuseUnknown(String name) {
    if (!MEMBERS.contains(name)) {
      throw RequestRefused.invalid(name, "unknown", MEMBERS);
    }
  }
}
