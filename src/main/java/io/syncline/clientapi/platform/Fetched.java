package io.syncline.clientapi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A page of a reading. One without records may still move the position: a report was asked for.
 *
 * @param records each may be made anew whenever it is asked for, so that not all are held at once;
 *     threads share them
 * @param position where the next page begins, of this run or of a later one
 * @param isLast whether the reading has come to its end
 * @param skipped why the type may not be read, where the platform says so only now
 * @param isPartial whether something of the records is withheld from us
 * @param version of the interface that brought them, where a platform has several
 * @param isFollowed whether the next page is read from what we have of the platform, so that it may
 *     be read before this one is written
 */
public record Fetched(
    List<JsonNode> records,
    Position position,
    boolean isLast,
    Optional<String> skipped,
    boolean isPartial,
    Optional<String> version,
    boolean isFollowed) {

  public Fetched {
    records = Collections.unmodifiableList(records);
  }

  public Fetched(List<JsonNode> records, Position position, boolean isLast) {
    this(records, position, isLast, Optional.empty(), false, Optional.empty(), false);
  }

  /** The end of a type that may not be read; says why. */
  public static Fetched skipped(Position position, String reason) {
    return new Fetched(
        List.of(), position, true, Optional.of(reason), false, Optional.empty(), false);
  }

  /** The same, of which something may be withheld from us. */
  public Fetched partial(boolean isPartial) {
    return new Fetched(records, position, isLast, skipped, isPartial, version, isFollowed);
  }

  /** The same, brought by that version of one of its interfaces. */
  public Fetched by(String name) {
    return new Fetched(
        records, position, isLast, skipped, isPartial, Optional.of(name), isFollowed);
  }

  /** The same without its records. */
  public Fetched emptied() {
    return new Fetched(List.of(), position, isLast, skipped, isPartial, version, isFollowed);
  }

  /** The same, whose next page asks the platform nothing. */
  public Fetched followed() {
    return new Fetched(records, position, isLast, skipped, isPartial, version, true);
  }
}
