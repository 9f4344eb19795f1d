package io.syncline.core.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.verify.Verification.Compared;
import io.syncline.core.verify.Verification.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a repair found, does and leaves, by table. Told of the ledger's faults it counts what would
 * be settled. Threads may share it.
 */
final class RepairReport implements Findings {
  private static final int EXAMPLES = 20;

  private final boolean deleteExtra;
  private final Map<String, Table> tables = new TreeMap<>();
  private long recorded;
  private long forgotten;
  private long refused;
  private long pending;

  RepairReport(boolean deleteExtra) {
    this.deleteExtra = deleteExtra;
  }

  synchronized void found(String table, Remedy remedy, String key) {
    Table counted = table(table);
    counted.counts.merge(remedy, 1L, Long::sum);
    if (remedy != Remedy.WRITE && counted.examples.size() < EXAMPLES) {
      counted.examples.add(key);
    }
  }

  synchronized void compared(List<Compared> all) {
    all.forEach(one -> table(one.table()).compared = one);
  }

  @Override
  public synchronized void add(Fault fault, String subject, String key) {
    switch (fault) {
      case NOT_APPLIED, OTHER_ROWS, PRODUCTION_FIRST -> recorded++;
      case UNKNOWN_BATCH -> forgotten++;
      default -> {
        return;
      }
    }
  }

  synchronized void delivered(long stillPending, long refusedRecords) {
    pending = stillPending;
    refused = refusedRecords;
  }

  synchronized ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(Repair.DELETE_EXTRA, deleteExtra);
    ArrayNode array = json.putArray("tables");
    tables.forEach((name, table) -> array.add(table.json(name)));
    json.put("batches_to_record", recorded);
    json.put("batches_to_forget", forgotten);
    json.put("records_refused", refused);
    json.put("batches_pending", pending);
    return json;
  }

  private Table table(String name) {
    return tables.computeIfAbsent(name, n -> new Table());
  }

  private static final class Table {
    private final Map<Remedy, Long> counts = new EnumMap<>(Remedy.class);
    private final List<String> examples = new ArrayList<>();
    private Compared compared = new Compared("", 0, 0);

    private ObjectNode json(String name) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("table", name);
      json.put("staging", compared.staging());
      json.put("production", compared.production());
      for (Remedy remedy : Remedy.values()) {
        json.put(remedy.word(), counts.getOrDefault(remedy, 0L));
      }
      ArrayNode keys = json.putArray("examples");
      examples.forEach(keys::add);
      return json;
    }
  }
}
