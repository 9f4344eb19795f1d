package io.syncline.core.stream;

import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What databases must have for a stream. */
final class StreamNeed {
  private StreamNeed() {}

  static NeededTable of(Stream stream, String pipeline) {
    List<Column> columns = stream.columns();
    List<NeededColumn> needed = new ArrayList<>(columns.stream().map(Column::needed).toList());
    stream.stamps().stream()
        .filter(stamp -> columns.stream().noneMatch(column -> column.name().equals(stamp)))
        .map(NeededColumn::time)
        .forEach(needed::add);
    return new NeededTable(
        pipeline,
        stream.table(),
        stream.prefixed(),
        stream.adds() ? NeededTable.Use.WRITTEN : NeededTable.Use.UPDATED,
        stream.stagingOnly(),
        needed,
        stream.adds() ? stream.key().stream().map(Column::name).toList() : List.of(),
        Set.of(),
        NeededTable.KeyBy.ITSELF);
  }
}
