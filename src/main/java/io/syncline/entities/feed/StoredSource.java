package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * Whom is read from.
 *
 * @param status only an {@code active} one is read
 */
public record StoredSource(UUID id, String name, String type, JsonNode config, String status) {

  public boolean isActive() {
    return status.equals(Shape.ACTIVE);
  }
}
