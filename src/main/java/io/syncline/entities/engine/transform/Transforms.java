package io.syncline.entities.engine.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** All transforms by name. */
public final class Transforms {
  private static final Map<String, BiFunction<Settings, Region, Transform>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("text", WordTransforms::text),
              Map.entry("integer", NumberTransforms::integer),
              Map.entry("number", NumberTransforms::number),
              Map.entry("currency", CurrencyTransform::of),
              Map.entry("percent", NumberTransforms::percent),
              Map.entry("boolean", WordTransforms::bool),
              Map.entry("date", DateTransforms::date),
              Map.entry("datetime", DateTransforms::dateTime),
              Map.entry("email", WordTransforms::email),
              Map.entry("enum", WordTransforms::choice),
              Map.entry("json", WordTransforms::json)));

  private Transforms() {}

  /** The names, in the order of the alphabet. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** The settings that a transform of that name asks for; none where there is no such name. */
  public static List<Setting> settings(String name) {
    Settings settings = new Settings(JsonNodeFactory.instance.objectNode());
    BiFunction<Settings, Region, Transform> named = ALL.get(name);
    if (named != null) {
      named.apply(settings, new Region(Locale.US, ZoneOffset.UTC));
    }
    return settings.asked();
  }

  /** What is wrong with a name or with settings; empty where {@link #of} gives a transform. */
  public static List<String> faults(TransformSpec spec, Region region) {
    BiFunction<Settings, Region, Transform> named = ALL.get(spec.name());
    if (named == null) {
      return List.of("transform: '" + spec.name() + "' is none of " + ALL.keySet());
    }
    Settings settings = new Settings(spec.config());
    named.apply(settings, region);
    return settings.faults();
  }

  /** The transform of a specification without faults. */
  public static Transform of(TransformSpec spec, Region region) {
    List<String> faults = faults(spec, region);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return ALL.getOrDefault(spec.name(), WordTransforms::text)
        .apply(new Settings(spec.config()), region);
  }
}
