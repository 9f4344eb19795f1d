package io.syncline.entities.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.run.ActiveRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A further kind of source: lines {@code id=name} that stand in its configuration. */
@Profile(Lines.WORD) // so that only its own tests have it
@Component
final class Lines implements Source {
  static final String WORD = "lines";

  @Override
  public String type() {
    return WORD;
  }

  @Override
  public String lineageType() {
    return "api";
  }

  @Override
  public List<String> faults(JsonNode config, Set<String> tabNames) {
    return config.path(WORD).isArray() ? List.of() : List.of("connector_config.lines: no list");
  }

  @Override
  public Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run) {
    Map<UUID, FeedRead> reads = new HashMap<>();
    for (FeedOrder feed : order.feeds()) {
      PackedRows.Packing rows = new PackedRows.Packing();
      for (JsonNode line : order.config().path(WORD)) {
        String[] parts = line.asText().split("=", 2);
        rows.add(
            Row.of(
                parts[0],
                JsonNodeFactory.instance.objectNode().put("id", parts[0]).put("name", parts[1])));
      }
      reads.put(
          feed.id(), FeedRead.Rows.records(feed.tabName(), rows.packed(), true, Optional.empty()));
    }
    return reads;
  }
}
