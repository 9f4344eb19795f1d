package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that may be asked of a run, in a query and in JSON alike; what is not declared is refused.
 *
 * @param debugs whether a run may be asked to log each step
 * @param fixed what is not to be asked because it is given
 */
public record Parameters(List<Parameter> declared, boolean debugs, Map<String, String> fixed) {
  private static final Parameter.Flag DRY_RUN = Parameter.flag("dry_run");
  private static final Parameter.Flag DEBUG = Parameter.flag("debug");

  public Parameters {
    declared = List.copyOf(declared);
    fixed = Map.copyOf(fixed);
  }

  public static Parameters of(Parameter... declared) {
    return new Parameters(List.of(declared), false, Map.of());
  }

  public Parameters debugging() {
    return new Parameters(declared, true, fixed);
  }

  /** The same with one of them given. */
  public Parameters fixing(String name, String value) {
    return new Parameters(declared, debugs, Map.of(name, value));
  }

  /** What may be asked, and nothing else. */
  public List<String> names() {
    return names(declared);
  }

  /** Of that, what says anything beside what is given. */
  public List<String> saying() {
    return names(declared.stream().filter(parameter -> parameter.says(fixed)).toList());
  }

  /** What each of {@link #names()} takes. */
  public List<ParameterForm> described() {
    List<ParameterForm> all = new ArrayList<>();
    declared.forEach(parameter -> all.addAll(parameter.described()));
    all.removeIf(it -> fixed.containsKey(it.name()));
    all.addAll(DRY_RUN.described());
    if (debugs) {
      all.addAll(DEBUG.described());
    }
    return all;
  }

  private List<String> names(List<Parameter> some) {
    List<String> names = new ArrayList<>();
    some.forEach(parameter -> names.addAll(parameter.names()));
    names.removeAll(fixed.keySet());
    names.add(DRY_RUN.name());
    if (debugs) {
      names.add(DEBUG.name());
    }
    return names;
  }

  /** What was asked, checked; the parameters are those that the ledger keeps. */
  record Asked(ObjectNode parameters, boolean dryRun, boolean debug) {}

  /**
   * Checks a request's parameters.
   *
   * @throws RequestRefused 400 with what is allowed
   */
  Asked check(JsonNode asked) {
    if (!asked.isObject()) {
      throw RequestRefused.invalid("body", "must be a JSON object", names());
    }
    asked.fieldNames().forEachRemaining(this::refuseUnknown);
    ObjectNode all = asked.deepCopy();
    fixed.forEach(all::put);
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    declared.forEach(parameter -> parameter.check(all, kept));
    return new Asked(kept, DRY_RUN.isSet(asked), debugs && DEBUG.isSet(asked));
  }

  /** A misspelt dry_run must not become a real run. */
  private void refuseUnknown(String name) {
    if (!names().contains(name)) {
      throw RequestRefused.invalid(name, "unknown", names());
    }
  }
}
