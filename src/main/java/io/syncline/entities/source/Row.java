package io.syncline.entities.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.value.Cell;
import java.util.List;

/** A row as it was read. */
public sealed interface Row {

  /** Of a sheet. */
  record OfSheet(GridRow row) implements Row {}

  /** Of an API. */
  record OfApi(ApiRecord record) implements Row {}

  static Row of(int number, List<Cell> cells) {
    return new OfSheet(new GridRow(number, cells));
  }

  static Row of(String id, JsonNode json) {
    return new OfApi(new ApiRecord(id, json));
  }
}
