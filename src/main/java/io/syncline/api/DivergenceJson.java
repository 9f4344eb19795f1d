package io.syncline.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.verify.Verification;
import io.syncline.core.verify.Verification.Compared;
import io.syncline.core.verify.Verification.Fault;
import io.syncline.core.verify.Verification.Finding;
import java.util.Locale;

/** A comparison as JSON: by table what differs, then everything that was found with examples. */
final class DivergenceJson {
  private DivergenceJson() {}

  static ObjectNode of(Verification verification) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("in_step", verification.isClean());
    ArrayNode tables = json.putArray("tables");
    verification.tables().forEach(table -> tables.add(table(verification, table)));
    ArrayNode findings = json.putArray("findings");
    verification.findings().forEach(finding -> findings.add(finding(finding)));
    return json;
  }

  private static ObjectNode table(Verification verification, Compared table) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("table", table.table());
    json.put("staging", table.staging());
    json.put("production", table.production());
    for (Fault fault :
        new Fault[] {
          Fault.ONLY_IN_STAGING, Fault.DIFFERENT, Fault.ONLY_IN_PRODUCTION, Fault.PENDING
        }) {
      json.put(code(fault), count(verification, fault, table.table()));
    }
    return json;
  }

  private static long count(Verification verification, Fault fault, String subject) {
    return verification.findings().stream()
        .filter(finding -> finding.fault() == fault && finding.subject().equals(subject))
        .mapToLong(Finding::count)
        .sum();
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", code(finding.fault()));
    json.put("subject", finding.subject());
    json.put("words", finding.fault().words());
    json.put("count", finding.count());
    ArrayNode examples = json.putArray("examples");
    finding.examples().forEach(examples::add);
    return json;
  }

  private static String code(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }
}
