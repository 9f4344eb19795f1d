package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which artisans a run reads: the named ones, all that have listings, or all still without. */
enum Selection {
  CODES("artisan_codes"),
  ALL("all"),
  BACKFILL("backfill");

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
    throw new IllegalStateException("a run of this pipeline says which artisans it reads");
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
}
