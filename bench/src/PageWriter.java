package bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one product's days in the vendor's envelope. */
final class PageWriter {

  private PageWriter() {}

  static byte[] write(List<SalesRow> rows) {
    SalesRow first = rows.get(0);
    StringBuilder json = new StringBuilder(300 + rows.size() * 85);
    json.append("{\"data\":[{\"id\":\"").append(first.marketplace()).append('/');
    json.append(first.asin()).append("\",\"type\":\"sales_estimate_result\",\"attributes\":{");
    json.append("\"asin\":\"").append(first.asin()).append("\",\"is_parent\":");
    json.append(first.parent()).append(",\"is_variant\":").append(first.variant());
    json.append(",\"is_standalone\":").append(first.standalone()).append(",\"parent_asin\":");
    json.append(first.parentAsin() == null ? "null" : '"' + first.parentAsin() + '"');
    json.append(",\"variants\":[],\"data\":[");
    for (int i = 0; i < rows.size(); i++) {
      SalesRow row = rows.get(i);
      json.append(i == 0 ? "" : ",").append("{\"date\":\"").append(row.date());
      json.append("\",\"estimated_units_sold\":").append(row.units());
      json.append(",\"last_known_price\":").append(row.price()).append('}');
    }
    return json.append("]}}]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
