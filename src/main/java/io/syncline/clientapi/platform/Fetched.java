package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A page of a reading. One without records may still move the position: a report was asked for.
 *
 * @param position where the next page begins, of this run or of a later one
 * @param isLast whether the reading has come to its end
 */
public record Fetched(List<JsonNode> records, Position position, boolean isLast) {

  public Fetched {
    records = List.copyOf(records);
  }
}
