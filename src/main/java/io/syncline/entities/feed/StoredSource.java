package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.RequestRefused;
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

  /**
   * Lets it be read.
   *
   * @throws RequestRefused 409 where it is paused
   */
  public void requireActive() {
    if (!isActive()) {
      throw paused("The source is paused");
    }
  }

  static RequestRefused paused(String what) {
    return RequestRefused.of(409, "PAUSED", what, "Set it active to have it read");
  }
}
