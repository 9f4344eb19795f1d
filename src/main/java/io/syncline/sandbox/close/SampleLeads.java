package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The leads of the sandbox, each with a contact and every second with an opportunity. Twelve at a
 * time were imported in the same microsecond, so that a page may end between them.
 */
final class SampleLeads {
  static final String TIER = "custom.cf_TierOfThePartner000000000000000000000001";
  static final String SEATS = "custom.cf_SeatsOfThePartner00000000000000000000002";
  private static final int AT_ONCE = 12;
  private static final Instant FIRST = Instant.parse("2026-08-03T08:00:00.154321Z");
  private static final long HOURS_BETWEEN = 31;
  private static final List<String> WORDS =
      List.of("Harbor", "Fox", "Meadow", "Kettle", "Pine", "Anchor", "Lantern", "Thistle");
  private static final List<String> STATUSES =
      List.of("Potential", "Qualified", "Customer", "Lost");

  private final Dice dice;
  private final int count;

  SampleLeads(SandboxSettings settings) {
    this.dice = new Dice(settings.seed());
    this.count = settings.close().leads();
  }

  Map<String, List<ObjectNode>> all() {
    List<ObjectNode> leads = new ArrayList<>();
    List<ObjectNode> contacts = new ArrayList<>();
    List<ObjectNode> opportunities = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      contacts.add(contact(number));
      leads.add(lead(number, contacts.get(number)));
      if (number % 2 == 0) {
        opportunities.add(opportunity(number));
      }
    }
    return Map.of("lead", leads, "contact", contacts, "opportunity", opportunities);
  }

  private ObjectNode lead(int number, ObjectNode contact) {
    String name = name(number);
    int status = dice.below(STATUSES.size(), "lead-status", number);
    ObjectNode lead =
        dated(id("lead", number), number)
            .put("name", name)
            .put("display_name", name)
            .put("status_id", id("stat", status))
            .put("status_label", STATUSES.get(status))
            .put("description", "")
            .put("url", "https://partner-" + number + ".example");
    lead.set("addresses", JsonNodeFactory.instance.arrayNode());
    lead.set("contacts", JsonNodeFactory.instance.arrayNode().add(contact));
    lead.put(TIER, dice.pick(List.of("Gold", "Silver", "Bronze"), "lead-tier", number));
    if (number % 5 != 0) {
      lead.put(SEATS, 1 + dice.below(60, "lead-seats", number));
    }
    return lead;
  }

  private ObjectNode contact(int number) {
    ObjectNode contact =
        dated(id("cont", number), number)
            .put("lead_id", id("lead", number))
            .put("name", "Contact " + number)
            .put("title", number % 3 == 0 ? "Owner" : "Buyer");
    contact.set("emails", reached("email", "contact" + number + "@partner-" + number + ".example"));
    contact.set("phones", reached("phone", "+1555" + dice.digits(7, "phone", number)));
    return contact;
  }

  private static ArrayNode reached(String member, String value) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    list.addObject().put("type", "office").put(member, value);
    return list;
  }

  /** Amounts are in cents. */
  private ObjectNode opportunity(int number) {
    int dollars = 100 + dice.below(90_000, "value", number);
    return dated(id("oppo", number), number)
        .put("lead_id", id("lead", number))
        .put("status_id", id("stat", 9))
        .put("status_label", "Active")
        .put("status_type", "active")
        .put("value", dollars * 100)
        .put("value_currency", "USD")
        .put("value_period", "monthly")
        .put("value_formatted", String.format(Locale.ROOT, "$%,d", dollars))
        .put("confidence", dice.below(101, "confidence", number))
        .putNull("date_won");
  }

  private static ObjectNode dated(String id, int number) {
    long step = number / AT_ONCE;
    String moment = CloseRecords.moment(FIRST.plusSeconds(step * HOURS_BETWEEN * 3_600));
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("date_created", moment)
        .put("date_updated", moment);
  }

  private String name(int number) {
    return dice.pick(WORDS, "first", number)
        + " & "
        + dice.pick(WORDS, "last", number)
        + " "
        + number;
  }

  private String id(String prefix, int number) {
    return prefix + "_" + String.format(Locale.ROOT, "Sandbox%037d", number);
  }
}
