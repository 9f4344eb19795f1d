package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.StorableText;
import io.syncline.core.record.StoredJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a caller's YAML as what JSON could say: one document, at most 16 levels deep, no member
 * twice. Tags, anchors and aliases are refused: none makes a type, none unfolds into something
 * large.
 */
final class YamlReader {
  private static final int DEPTH = 16;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,63})(\\.[0-9]{1,64})?([eE][-+]?[0-9]{1,3})?");

  private final Deque<Level> open = new ArrayDeque<>();
  private Optional<JsonNode> document = Optional.empty();

  /** A collection that is being read, with the name that waits for its value. */
  private static final class Level {
    private final JsonNode node;
    private Optional<String> name = Optional.empty();

    Level(JsonNode node) {
      this.node = node;
    }
  }

  /**
   * The value of a document.
   *
   * @throws RequestRefused 400 saying in which line it is not as it must be
   */
  static JsonNode read(String text) {
    YamlReader reader = new YamlReader();
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(text.length() + 1).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        reader.take(event);
      }
    } catch (MarkedYamlEngineException e) {
      throw refused(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "is not YAML");
    } catch (YamlEngineException e) {
      throw refused(1, "is not YAML");
    }
    return reader.document.orElseThrow(() -> refused(1, "says nothing"));
  }

  private void take(Event event) {
    if (event instanceof DocumentStartEvent && document.isPresent()) {
      throw refused(event, "begins a second document");
    } else if (event instanceof AliasEvent
        || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw refused(event, "has an anchor or an alias");
    } else if (event instanceof CollectionStartEvent start) {
      begin(start);
    } else if (event.getEventId() == Event.ID.MappingEnd
        || event.getEventId() == Event.ID.SequenceEnd) {
      open.pop();
    } else if (event instanceof ScalarEvent scalar) {
      scalar(scalar);
    }
  }

  private void begin(CollectionStartEvent start) {
    if (start.getTag().isPresent()) {
      throw refused(start, "has a tag");
    }
    if (open.size() == DEPTH) {
      throw refused(start, "is more than " + DEPTH + " levels deep");
    }
    JsonNode node =
        start instanceof MappingStartEvent
            ? JsonNodeFactory.instance.objectNode()
            : JsonNodeFactory.instance.arrayNode();
    put(node, start);
    open.push(new Level(node));
  }

  private void scalar(ScalarEvent scalar) {
    if (scalar.getTag().isPresent()) {
      throw refused(scalar, "has a tag");
    }
    if (!StorableText.isStorable(scalar.getValue())) {
      throw refused(scalar, "has a character that no database stores");
    }
    Level level = open.peek();
    if (level != null && level.node.isObject() && level.name.isEmpty()) {
      if (level.node.has(scalar.getValue())) {
        throw refused(scalar, "has the member " + scalar.getValue() + " twice");
      }
      level.name = Optional.of(scalar.getValue());
    } else {
      put(value(scalar), scalar);
    }
  }

  /** Only what JSON writes without quotes is no text: yes, on and 2024-01-01 are. */
  private static JsonNode value(ScalarEvent scalar) {
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return TextNode.valueOf(text);
    }
    if (text.isEmpty() || text.equals("~") || text.equals("null")) {
      return NullNode.getInstance();
    }
    return text.equals("true") || text.equals("false") || NUMBER.matcher(text).matches()
        ? StoredJson.read(text)
        : TextNode.valueOf(text);
  }

  private void put(JsonNode value, Event event) {
    Level level = open.peek();
    if (level == null) {
      document = Optional.of(value);
    } else if (level.node instanceof ArrayNode array) {
      array.add(value);
    } else {
      String name = level.name.orElseThrow(() -> refused(event, "has a name that is no text"));
      ((ObjectNode) level.node).set(name, value);
      level.name = Optional.empty();
    }
  }

  private static RequestRefused refused(Event event, String what) {
    return refused(event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), what);
  }

  private static RequestRefused refused(int line, String what) {
    return RequestRefused.invalid("body", "line " + line + " " + what, List.of());
  }
}
