package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * Where a platform's next page begins, in JSON of its own: a cursor, a watermark, the id of a bulk
 * operation. It is stored with the rows of the page that ended there, in their transaction.
 */
public record Position(JsonNode value) {
  /** Nothing was ever read. */
  public static final Position FIRST = new Position(NullNode.instance);

  public boolean isFirst() {
    return value.isNull();
  }
}
