package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The header of a tab as a proposal tells of it. */
public record MappingHeader(List<JsonNode> mapped, List<JsonNode> proposed) {
  private static final String INSTEAD = "instead_of";

  static MappingHeader of(JsonNode proposal) {
    return new MappingHeader(list(proposal.path("headers")), list(proposal.path("proposed")));
  }

  private static List<JsonNode> list(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  /** Whether the tab was read. */
  public boolean isKnown() {
    return !mapped.isEmpty();
  }

  /** Whether a column of that name is there. */
  public boolean has(String name) {
    return Stream.concat(
            mapped.stream().map(it -> it.path("now")),
            proposed.stream().map(it -> it.path(MappingRow.HEADER)))
        .anyMatch(it -> MappingForm.plain(it.asText("")).equals(MappingForm.plain(name)));
  }

  /** What a column that is not mapped may be. */
  public Optional<JsonNode> hint(String name) {
    return proposed.stream()
        .filter(it -> it.path(MappingRow.HEADER).asText().equals(name))
        .findFirst();
  }

  /** What a column that is gone is probably called now; empty where nothing is like it. */
  public String likely(String name) {
    return proposed.stream()
        .filter(it -> it.path(INSTEAD).asText("").equals(name))
        .map(it -> it.path(MappingRow.HEADER).asText())
        .findFirst()
        .orElse("");
  }

  /** The names that a column can be called by which the mapping does not name. */
  public List<String> free() {
    return proposed.stream().map(it -> it.path(MappingRow.HEADER).asText()).toList();
  }
}
