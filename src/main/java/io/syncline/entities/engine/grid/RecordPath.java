package io.syncline.entities.engine.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way to a member of a record: its literal name first, then step by step, as some APIs have
 * members whose names have points (mapping#12-columns).
 */
public final class RecordPath {
  private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,6})]");
  private static final Pattern STEP = Pattern.compile("([^\\[\\]]*)((?:\\[\\d{1,6}])*)");

  private final String literal;
  private final @Nullable Turn turn;

  private RecordPath(String literal, @Nullable Turn turn) {
    this.literal = literal;
    this.turn = turn;
  }

  /** One way to go on: a member, then places in lists, then the rest. */
  private record Turn(String member, List<Integer> places, RecordPath rest) {}

  /** A path such as {@code data.items}; an empty one is that of the record itself. */
  public static RecordPath of(String path) {
    int point = path.indexOf('.');
    var step = STEP.matcher(point > 0 ? path.substring(0, point) : path);
    boolean descends = point > 0 || path.indexOf('[') >= 0;
    if (!descends || !step.matches()) {
      return new RecordPath(path, null);
    }
    RecordPath rest = point > 0 ? of(path.substring(point + 1)) : new RecordPath("", null);
    return new RecordPath(path, new Turn(step.group(1), places(step.group(2)), rest));
  }

  private static List<Integer> places(String brackets) {
    return INDEX
        .matcher(brackets)
        .results()
        .map((MatchResult it) -> Integer.valueOf(it.group(1)))
        .toList();
  }

  /** What stands there; missing where nothing does. */
  public JsonNode find(JsonNode from) {
    if (literal.isEmpty()) {
      return from;
    }
    JsonNode named = from.path(literal);
    return named.isMissingNode() && turn != null ? follow(turn, from) : named;
  }

  private static JsonNode follow(Turn turn, JsonNode from) {
    JsonNode at = turn.member.isEmpty() ? from : from.path(turn.member);
    for (int place : turn.places) {
      at = at.path(place);
    }
    return turn.rest.find(at);
  }
}
