package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where the databases are: the pair, and what pipelines read beside it. The pair is configured
 * whole, or an embedded server has it and whatever else is not configured.
 */
public record Places(List<Place> all) {
  private static final String KEY = "syncline.database.";

  public Places {
    all = List.copyOf(all);
  }

  public static Places configured(Environment environment) {
    Binder binder = Binder.get(environment);
    return new Places(NeededDatabase.all().stream().map(needed -> place(needed, binder)).toList());
  }

  private static Place place(NeededDatabase needed, Binder binder) {
    return new Place(needed, binder.bindOrCreate(KEY + needed.name(), Address.class));
  }

  /** With those that are not configured in the embedded server. */
  Places with(EmbeddedServer server) {
    return new Places(
        all.stream().map(place -> place.isAbsent() ? place.in(server) : place).toList());
  }

  Place staging() {
    return all.get(0);
  }

  Place production() {
    return all.get(1);
  }

  Place named(String name) {
    return all.stream().filter(place -> place.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those that are in use, with an address of their own or in the embedded server. */
  Stream<Place> inUse() {
    boolean embedded = areEmbedded();
    return all.stream().filter(place -> embedded || !place.isAbsent());
  }

  /** Nothing is configured of the pair. */
  public boolean areEmbedded() {
    return staging().isAbsent() && production().isAbsent();
  }

  /** What is wrong with their variables. */
  public List<StartupProblem> problems(Environment environment) {
    List<StartupProblem> problems = new ArrayList<>();
    all.forEach(place -> problems.addAll(place.problems()));
    if (staging().isAbsent() && production().isSet()) {
      problems.add(staging().incomplete());
    }
    if (production().isAbsent() && staging().isSet()) {
      problems.add(production().incomplete());
    }
    problems.addAll(TlsRules.problems(environment, all));
    return problems;
  }

  /** The properties that follow. */
  public Map<String, Object> derived() {
    Map<String, Object> derived = new LinkedHashMap<>();
    derived.put(KEY + "embedded", areEmbedded());
    if (areEmbedded() && staging().address().tablePrefix().isEmpty()) {
      derived.put(KEY + "staging.table-prefix", "dev_az_");
    }
    if (areEmbedded() && production().address().tablePrefix().isEmpty()) {
      derived.put(KEY + "production.table-prefix", "prod_az_");
    }
    return derived;
  }

  /** Variables that need not be set because the embedded server answers for them. */
  public List<String> provided() {
    return inUse()
        .filter(place -> place.isOnlyRead() && place.isAbsent())
        .flatMap(place -> place.missing().stream())
        .toList();
  }
}
