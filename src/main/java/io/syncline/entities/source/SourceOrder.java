package io.syncline.entities.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/** What of one source is to be read. */
public record SourceOrder(UUID sourceId, String name, JsonNode config, List<FeedOrder> feeds) {

  public SourceOrder {
    feeds = List.copyOf(feeds);
  }
}
