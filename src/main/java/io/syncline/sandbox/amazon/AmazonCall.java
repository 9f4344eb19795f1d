package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request as Amazon sees it; what is missing is empty text.
 *
 * @param id what the path names: a seller, an order, a report or a document
 * @param origin under which the caller reached the simulator
 */
record AmazonCall(
    Endpoint endpoint,
    String region,
    String id,
    String token,
    String origin,
    Map<String, List<String>> query,
    String body) {

  /** Refuses what the operation does not know, what comes twice and what is missing. */
  void expect(Set<String> known, Set<String> required) {
    query.forEach(
        (name, values) -> {
          Refusal.when(
              !known.contains(name) && !required.contains(name),
              () -> AmazonRefusals.input("unknown parameter " + name));
          Refusal.when(
              values.size() != 1, () -> AmazonRefusals.input(name + " is given more than once"));
        });
    required.forEach(
        name ->
            Refusal.when(
                parameter(name).isEmpty(), () -> AmazonRefusals.input(name + " is missing")));
  }

  String parameter(String name) {
    return query.getOrDefault(name, List.of("")).get(0);
  }

  List<String> list(String name) {
    return parameter(name).isEmpty() ? List.of() : Arrays.asList(parameter(name).split(","));
  }

  /** A moment in UTC, with its Z. */
  Optional<Instant> moment(String name) {
    String text = parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Refusal.when(!text.endsWith("Z"), () -> AmazonRefusals.input(name + " is not in UTC"));
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw AmazonRefusals.input(name + " is no moment");
    }
  }

  int number(String name, int otherwise, int most) {
    String text = parameter(name);
    Refusal.when(
        !text.matches("\\d{0,4}") || (!text.isEmpty() && Integer.parseInt(text) > most),
        () -> AmazonRefusals.input(name + " is out of range"));
    return text.isEmpty() ? otherwise : Math.max(1, Integer.parseInt(text));
  }

  boolean includes(String data) {
    return list("includedData").contains(data);
  }

  /** What has to stay the same from page to page. */
  String fingerprint(String... free) {
    Map<String, List<String>> bound = new TreeMap<>(query);
    bound.keySet().removeAll(List.of(free));
    return Integer.toHexString(bound.hashCode());
  }
}
