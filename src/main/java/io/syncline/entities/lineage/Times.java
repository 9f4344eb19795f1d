package io.syncline.entities.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Moments of a row as JSON: in UTC, whatever the session's time zone is. */
final class Times {
  private Times() {}

  static JsonNode of(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? NullNode.getInstance() : TextNode.valueOf(at.toInstant().toString());
  }
}
