package io.syncline.sandbox.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The employees and the items; a test changes them. Threads may share it. */
@Component
@Profile("sandbox")
public final class JsonRecords {
  private static final int EMPLOYEES = 130;
  private static final int ITEMS = 230;
  private static final Instant FIRST = Instant.parse("2026-06-01T06:00:00Z");
  private static final List<String> NAMES =
      List.of("Ada", "Björn", "Chloe", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Iris", "Jonas");
  private static final List<String> GOODS =
      List.of("Kettle", "Lantern", "Bottle", "Basket", "Lamp");

  private final Map<String, ObjectNode> employees = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> items = new ConcurrentHashMap<>();
  private final Dice dice;

  JsonRecords(SandboxSettings settings) {
    this.dice = new Dice(settings.seed());
    for (int number = 0; number < EMPLOYEES; number++) {
      put(Endpoint.EMPLOYEES.word(), employee(number));
    }
    for (int number = 0; number < ITEMS; number++) {
      put(Endpoint.ITEMS.word(), item(number));
    }
  }

  /** Adds a record, or replaces the one with its id. */
  public void put(String kind, ObjectNode record) {
    of(kind).put(record.path("id").asText(), record);
  }

  /** Takes a record away: no list of changes says so. */
  public void remove(String kind, String id) {
    of(kind).remove(id);
  }

  public Optional<ObjectNode> find(String kind, String id) {
    return Optional.ofNullable(of(kind).get(id)).map(ObjectNode::deepCopy);
  }

  /** What changed since then, in the order of ids. */
  List<ObjectNode> since(Endpoint endpoint, Instant moment) {
    String member = changedAt(endpoint);
    return of(endpoint.word()).values().stream()
        .filter(record -> !Instant.parse(record.path(member).asText()).isBefore(moment))
        .sorted(Comparator.comparing(record -> record.path("id").asText()))
        .toList();
  }

  private static String changedAt(Endpoint endpoint) {
    return endpoint == Endpoint.EMPLOYEES ? "updated_at" : "modified_at";
  }

  private Map<String, ObjectNode> of(String kind) {
    return kind.equals(Endpoint.EMPLOYEES.word()) ? employees : items;
  }

  private ObjectNode employee(int number) {
    ObjectNode employee =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", String.format(Locale.ROOT, "emp-%04d", number))
            .put("active", !dice.oneIn(6, "employed", number))
            .put(
                "hired_on",
                LocalDate.of(2019, 1, 7).plusDays(dice.below(2_600, "hired", number)).toString())
            .put("updated_at", changed(number));
    employee
        .putObject("name")
        .put("first", NAMES.get(number % NAMES.size()))
        .put("last", "Example-" + number);
    employee.putObject("job").put("title", number % 3 == 0 ? "Buyer" : "Analyst");
    employee
        .putArray("emails")
        .addObject()
        .put("kind", "work")
        .put("address", "e" + number + "@people.example");
    return employee;
  }

  private ObjectNode item(int number) {
    ObjectNode item =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", String.format(Locale.ROOT, "itm_%05d", number))
            .put("asin", "B0" + dice.digits(8, "item", number))
            .put("modified_at", changed(number));
    item.putObject("title").put("en", dice.pick(GOODS, "good", number) + " " + number);
    item.putObject("price").put("amount", amount(number)).put("currency", "USD");
    return item;
  }

  private String amount(int number) {
    String cents = String.format(Locale.ROOT, "%02d", number % 100);
    return (4 + dice.below(900, "price", number)) + "." + cents;
  }

  private static String changed(int number) {
    return FIRST.plus(number * 11L, ChronoUnit.HOURS).toString();
  }
}
