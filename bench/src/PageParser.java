package bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Reads a page token by token; the same for every plain contender, so only writing differs. */
final class PageParser {

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Point> points = new ArrayList<>(Job.DAYS);
  private String id;
  private boolean parent;
  private boolean variant;
  private boolean standalone;
  private String parentAsin;

  private record Point(LocalDate date, Integer units, BigDecimal price) {}

  private PageParser() {}

  static List<SalesRow> parse(byte[] body) throws IOException {
    PageParser page = new PageParser();
    try (JsonParser json = JSON.createParser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          page.field(json);
        }
      }
    }
    return page.rows();
  }

  private void field(JsonParser json) throws IOException {
    String name = json.currentName();
    JsonToken value = json.nextToken();
    switch (name) {
      case "id" -> id = json.getText();
      case "is_parent" -> parent = value == JsonToken.VALUE_TRUE;
      case "is_variant" -> variant = value == JsonToken.VALUE_TRUE;
      case "is_standalone" -> standalone = value == JsonToken.VALUE_TRUE;
      case "parent_asin" -> parentAsin = value == JsonToken.VALUE_NULL ? null : json.getText();
      case "date" -> points.add(point(json));
      default -> {
        // type, asin, variants and the two envelopes say nothing new
      }
    }
  }

  /** The date comes first in a point on the wire; the rest follows up to the closing brace. */
  private static Point point(JsonParser json) throws IOException {
    LocalDate date = LocalDate.parse(json.getText());
    Integer units = null;
    BigDecimal price = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      boolean present = json.nextToken() != JsonToken.VALUE_NULL;
      if (present && "estimated_units_sold".equals(name)) {
        units = json.getIntValue();
      } else if (present && "last_known_price".equals(name)) {
        price = json.getDecimalValue();
      }
    }
    return new Point(date, units, price);
  }

  private List<SalesRow> rows() {
    String[] parts = id.split("/");
    List<SalesRow> rows = new ArrayList<>(points.size());
    for (Point point : points) {
      rows.add(
          new SalesRow(
              parts[1],
              parts[0],
              parent,
              variant,
              standalone,
              parentAsin,
              point.date(),
              point.units(),
              point.price()));
    }
    return rows;
  }
}
