package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A number of a pipeline's report that is read again; its name is what callers see. */
public record Figure(String name) {

  public void tell(ObjectNode report, long number) {
    report.put(name, number);
  }

  /** The number in that report; 0 where a run ended before it had one. */
  public long in(JsonNode report) {
    return report.path(name).asLong();
  }

  /** Whether the report has it and it is 0. */
  public boolean isZero(JsonNode report) {
    return report.path(name).asLong(1) == 0;
  }

  /** The same number in another report. */
  public void copy(JsonNode from, ObjectNode to) {
    tell(to, in(from));
  }
}
