package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.error.FeedCode;
import io.syncline.entities.engine.error.FeedFault;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.MappedColumn;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds the mapped columns in a header, by their names and never by place (mapping#23-headers). */
public final class Headers {
  private final FeedPlan plan;
  private final GridRow header;
  private final List<String> names;
  private final int[] places;
  private final List<RowError> warnings = new ArrayList<>();

  private Headers(FeedPlan plan, GridRow header) {
    this.plan = plan;
    this.header = header;
    this.names = header.cells().stream().map(it -> Texts.normalized(it.spelling())).toList();
    this.places = new int[plan.columns().size()];
    Arrays.fill(places, -1);
  }

  /** Where the columns are, or why the run cannot go on. */
  public sealed interface Match {}

  /**
   * The columns are found, as far as the run needs them.
   *
   * @param places of the plan's columns in the sheet; -1 for one that is not read
   */
  public record Found(List<Integer> places, List<RowError> warnings) implements Match {}

  /** The run cannot go on. */
  public record Failed(FeedFault fault) implements Match {}

  /**
   * Matches a header.
   *
   * @param header null where the tab ends above it
   */
  public static Match match(FeedPlan plan, @Nullable GridRow header) {
    if (header == null || header.isBlank()) {
      return new Failed(
          new FeedFault(
              FeedCode.HEADER_ROW_MISSING,
              "Row " + plan.feed().headerRow() + ", the header, is missing or blank"));
    }
    Headers headers = new Headers(plan, header);
    Optional<FeedFault> fault = headers.fault();
    if (fault.isPresent()) {
      return new Failed(fault.get());
    }
    headers.warn();
    return new Found(Arrays.stream(headers.places).boxed().toList(), headers.warnings);
  }

  /** The key comes first, then what is required in mapping order. */
  private Optional<FeedFault> fault() {
    List<Integer> order = new ArrayList<>(List.of(plan.key()));
    for (int column = 0; column < places.length; column++) {
      if (column != plan.key()) {
        order.add(column);
      }
    }
    for (int column : order) {
      int found = find(column);
      boolean key = column == plan.key();
      if (found != 1 && (key || plan.columns().get(column).mapping().required())) {
        return Optional.of(fault(plan.columns().get(column).header(), key, found));
      }
    }
    return Optional.empty();
  }

  private static FeedFault fault(String name, boolean key, int found) {
    if (found == 0) {
      return new FeedFault(
          key ? FeedCode.KEY_COLUMN_MISSING : FeedCode.REQUIRED_COLUMN_MISSING,
          "No column has the header " + Texts.shown(name));
    }
    return new FeedFault(
        key ? FeedCode.KEY_COLUMN_AMBIGUOUS : FeedCode.REQUIRED_COLUMN_AMBIGUOUS,
        found + " columns have the header " + Texts.shown(name));
  }

  /** How many columns of the sheet have the header; the place is kept where it is one. */
  private int find(int column) {
    String name = Texts.normalized(plan.columns().get(column).header());
    int found = 0;
    for (int place = 0; place < names.size(); place++) {
      if (names.get(place).equals(name)) {
        places[column] = place;
        found++;
      }
    }
    if (found != 1) {
      places[column] = -1;
    }
    return found;
  }

  private void warn() {
    RowRef row = RowRef.row(header.number());
    for (int column = 0; column < places.length; column++) {
      if (places[column] < 0) {
        MappedColumn mapped = plan.columns().get(column);
        int found = find(column);
        warnings.add(
            found == 0
                ? RowError.warning(row, mapped.header(), RowCode.COLUMN_MISSING, missing(column))
                : RowError.warning(
                    row,
                    mapped.header(),
                    RowCode.COLUMN_AMBIGUOUS,
                    found + " columns have this header; none of them is read"));
      }
    }
  }

  private String missing(int column) {
    String plain = "No column has this header; its fields are left as they are";
    return hint(column)
        .map(name -> plain + ". In its place stands " + Texts.shown(name))
        .orElse(plain);
  }

  /** The header that nobody mapped and that stands beside the neighbour that was mapped. */
  private Optional<String> hint(int column) {
    OptionalInt place = LastPlace.of(places, column);
    return place.isPresent() ? unmapped(place.getAsInt()) : Optional.empty();
  }

  private Optional<String> unmapped(int place) {
    if (place < 0 || Arrays.stream(places).anyMatch(it -> it == place)) {
      return Optional.empty();
    }
    Cell cell = header.cell(place);
    return cell.isEmpty() || isDerived(place) ? Optional.empty() : Optional.of(cell.spelling());
  }

  private boolean isDerived(int place) {
    return plan.feed().columns().stream()
        .anyMatch(it -> Texts.normalized(it.sourceColumn()).equals(names.get(place)));
  }
}
