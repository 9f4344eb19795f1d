package io.syncline.entities.engine.proposal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.transform.Reading;
import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.transform.Transform;
import io.syncline.entities.engine.transform.TransformSpec;
import io.syncline.entities.engine.transform.Transforms;
import io.syncline.entities.engine.value.Cell;
import java.util.List;

/**
 * The transform that reads most of a column's cells, of those that suit its field.
 *
 * @param read how many it reads
 */
record TransformGuess(String transform, int read) {

  /** The one for a field; of two that read as many the first in the order of {@link #suiting}. */
  static TransformGuess of(Field field, Region region, List<Cell> cells) {
    TransformGuess best = new TransformGuess("text", -1);
    for (String name : suiting(field)) {
      int read =
          read(new TransformSpec(name, JsonNodeFactory.instance.objectNode()), region, cells);
      if (read > best.read) {
        best = new TransformGuess(name, read);
      }
    }
    return best;
  }

  /** What suits a column of a type; the narrower ones first. */
  static List<String> suiting(Field field) {
    return switch (field.type().kind()) {
      case INTEGER -> List.of("integer");
      case NUMERIC, REAL, DOUBLE -> List.of("number", "percent", "currency");
      case BOOLEAN -> List.of("boolean");
      case DATE -> List.of("date");
      case MOMENT -> List.of("datetime");
      case JSON -> List.of("json");
      case TEXT, FOLDED, PADDED ->
          field.name().contains("email") ? List.of("email") : List.of("text");
      case UUID, OTHER -> List.of("text");
    };
  }

  /** How many cells it reads. */
  static int read(TransformSpec spec, Region region, List<Cell> cells) {
    Transform transform = Transforms.of(spec, region);
    return (int) cells.stream().filter(it -> transform.read(it) instanceof Reading.Read).count();
  }
}
