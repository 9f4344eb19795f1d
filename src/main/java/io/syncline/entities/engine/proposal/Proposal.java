package io.syncline.entities.engine.proposal;

import io.syncline.entities.engine.grid.CellTexts;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.grid.LastPlace;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proposes mappings by the names of columns and what their cells can be read as. */
public final class Proposal {
  private final EntityType type;
  private final Region region;
  private final List<GridRow> sample;
  private final Map<String, ColumnMapping> mapped = new HashMap<>();

  private Proposal(EntityType type, Region region, List<GridRow> sample) {
    this.type = type;
    this.region = region;
    this.sample = sample;
  }

  /** A header at its place. */
  private record Column(int place, String name) {}

  /** A column that may be a field. */
  private record Pair(Column column, Field field, int likeness) {}

  /**
   * A proposal for each header that is not empty, stands there once and is not mapped, in the order
   * of the sheet.
   *
   * @param sample some rows below the header
   * @param present what is mapped already; a field of which a column is gone may be proposed anew
   */
  public static List<ProposedColumn> of(
      EntityType type,
      Region region,
      GridRow header,
      List<GridRow> sample,
      List<ColumnMapping> present) {
    Proposal proposal = new Proposal(type, region, sample);
    present.forEach(it -> proposal.mapped.put(Texts.normalized(it.sourceColumn()), it));
    return proposal.columns(header, present);
  }

  /** The transform that a field is usually filled by. */
  public static String transform(Field field) {
    return TransformGuess.suiting(field).get(0);
  }

  private List<ProposedColumn> columns(GridRow header, List<ColumnMapping> present) {
    List<Column> columns = unmapped(header);
    List<ColumnMapping> read =
        present.stream().filter(it -> it.authority() != Authority.DERIVED).toList();
    int[] places = places(header, read);
    Set<String> taken = new HashSet<>(Set.of(EntityType.ARCHIVED));
    boolean isKeyed = false;
    for (int column = 0; column < places.length; column++) {
      if (places[column] >= 0) {
        isKeyed |= read.get(column).isKey();
        taken.add(field(read.get(column)));
      }
    }
    Map<Column, Field> chosen = chosen(columns, taken);
    Map<Column, ColumnMapping> gone = renamed(columns, chosen, read, places);
    List<ProposedColumn> proposed = new ArrayList<>();
    for (Column column : columns) {
      ColumnMapping before = gone.get(column);
      proposed.add(
          before == null ? guessed(column, chosen.get(column), isKeyed) : renamed(column, before));
    }
    return proposed;
  }

  private static String field(ColumnMapping mapping) {
    return Objects.requireNonNullElse(mapping.targetField(), "");
  }

  /** Where the mapped columns are; -1 for one that is gone. */
  private static int[] places(GridRow header, List<ColumnMapping> read) {
    List<String> names =
        header.cells().stream().map(it -> Texts.normalized(it.spelling())).toList();
    return read.stream()
        .mapToInt(it -> names.indexOf(Texts.normalized(it.sourceColumn())))
        .toArray();
  }

  /** Of a column that is gone the one that is like its field, else the one in its place. */
  private static Map<Column, ColumnMapping> renamed(
      List<Column> columns, Map<Column, Field> chosen, List<ColumnMapping> read, int[] places) {
    Map<String, Column> alike = new HashMap<>();
    chosen.forEach((column, field) -> alike.put(field.name(), column));
    Map<Column, ColumnMapping> renamed = new HashMap<>();
    for (int at = 0; at < places.length; at++) {
      if (places[at] < 0) {
        int last = LastPlace.of(places, at).orElse(-1);
        ColumnMapping gone = read.get(at);
        Optional.ofNullable(alike.get(field(gone)))
            .or(
                () ->
                    columns.stream()
                        .filter(it -> it.place == last && !chosen.containsKey(it))
                        .findFirst())
            .ifPresent(column -> renamed.putIfAbsent(column, gone));
      }
    }
    return renamed;
  }

  private List<Column> unmapped(GridRow header) {
    Map<String, Integer> times = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    for (int place = 0; place < header.cells().size(); place++) {
      Cell cell = header.cells().get(place);
      times.merge(Texts.normalized(cell.spelling()), 1, Integer::sum);
      columns.add(new Column(place, cell.spelling()));
    }
    return columns.stream()
        .filter(it -> !it.name.isEmpty())
        .filter(it -> Objects.equals(times.get(Texts.normalized(it.name)), 1))
        .filter(it -> !mapped.containsKey(Texts.normalized(it.name)))
        .toList();
  }

  /** The likest pairs first; a field and a column are in one pair. */
  private Map<Column, Field> chosen(List<Column> columns, Set<String> taken) {
    List<Pair> pairs = new ArrayList<>();
    for (Column column : columns) {
      for (Field field : type.fields()) {
        int likeness = Likeness.of(column.name, field.name());
        if (likeness > Likeness.NONE && !taken.contains(field.name())) {
          pairs.add(new Pair(column, field, likeness));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(it -> -it.likeness));
    Map<Column, Field> chosen = new HashMap<>();
    Set<String> fields = new HashSet<>();
    for (Pair pair : pairs) {
      if (!chosen.containsKey(pair.column) && fields.add(pair.field.name())) {
        chosen.put(pair.column, pair.field);
      }
    }
    return chosen;
  }

  private List<Cell> cells(Column column) {
    return sample.stream()
        .filter(row -> column.place < row.cells().size())
        .map(row -> row.cells().get(column.place))
        .filter(cell -> !cell.isEmpty() && !CellTexts.isError(cell))
        .toList();
  }

  private ProposedColumn guessed(Column column, @Nullable Field field, boolean isKeyed) {
    List<Cell> cells = cells(column);
    if (field == null) {
      return new ProposedColumn(column.name, null, false, "text", cells.size(), cells.size(), null);
    }
    TransformGuess guess = TransformGuess.of(field, region, cells);
    boolean isKey = !isKeyed && field.name().equals(type.keyField());
    return new ProposedColumn(
        column.name, field.name(), isKey, guess.transform(), cells.size(), guess.read(), null);
  }

  /** The same mapping for another header. */
  private ProposedColumn renamed(Column column, ColumnMapping before) {
    List<Cell> cells = cells(column);
    return new ProposedColumn(
        column.name,
        before.targetField(),
        before.isKey(),
        before.transform().name(),
        cells.size(),
        TransformGuess.read(before.transform(), region, cells),
        before.sourceColumn());
  }
}
