package io.syncline.entities.engine;

import io.syncline.entities.engine.error.RowCode;
import java.util.UUID;

/** Which entity a row stands for. */
sealed interface Identity {

  /** One that is there; a link to it is made where the row has none. */
  record Known(UUID id, boolean isLinked) implements Identity {}

  /** One that has to be made. */
  record New() implements Identity {}

  /** None, so that the row is left out. */
  record None(RowCode code, String message) implements Identity {}
}
