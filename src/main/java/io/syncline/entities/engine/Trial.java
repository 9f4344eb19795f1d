package io.syncline.entities.engine;

import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.MappedColumn;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a row says by its mapping, whatever entities there are.
 *
 * @param key in the form in which keys are compared; empty where it cannot be read
 * @param cells what stands in its mapped columns, as text
 * @param values what it says of fields, where null clears one; a field of which it says nothing, or
 *     nothing that can be read, is not there
 */
public record Trial(
    RowRef row,
    Optional<String> key,
    Map<String, String> cells,
    Map<String, Optional<Value>> values,
    List<RowError> errors) {

  public static Trial of(FeedPlan plan, ReadRow row) {
    Map<String, String> cells = new LinkedHashMap<>();
    Map<String, Optional<Value>> values = new LinkedHashMap<>();
    List<RowError> errors = new ArrayList<>(row.keyFault().stream().toList());
    for (int at = 0; at < plan.columns().size(); at++) {
      MappedColumn column = plan.columns().get(at);
      Cell cell = row.cell(at);
      if (cell != null) {
        cells.put(column.header(), cell.spelling());
      }
      if (plan.claims(at) && row.key().isPresent()) {
        Statement said = Statement.of(column, cell, row.ref());
        said.fault().ifPresent(errors::add);
        String field = column.mapping().targetField();
        if (said instanceof Statement.Assert asserted && field != null) {
          values.put(field, Optional.ofNullable(asserted.value()));
        }
      }
    }
    String field = plan.columns().get(plan.key()).mapping().targetField();
    if (field != null) {
      row.key().ifPresent(key -> values.put(field, Optional.of(key.value())));
    }
    return new Trial(row.ref(), row.key().map(it -> it.normalized()), cells, values, errors);
  }
}
