package io.syncline.elitefactor;

import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededColumn.Kind;
import io.syncline.core.database.NeededDatabase;
import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The table of document 000, which both streams write, and those that factors are read from. */
final class EliteFactorNeeds implements Needs {

  @Override
  public String pipeline() {
    return EliteFactor.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    return List.of(
        EliteFactor.FACTORS
            .needed(EliteFactor.WORD)
            .migrated(KeyBy.ITSELF, Set.of("artisan_elite_factor")));
  }

  @Override
  public Optional<NeededDatabase> extraDatabase() {
    return Optional.of(
        NeededDatabase.read("yuhinkai", "DB_YUHINKAI_", EliteFactorNeeds::lookupTables));
  }

  private static List<NeededTable> lookupTables(Environment environment) {
    return Binder.get(environment)
        .bind("syncline.elitefactor.lookups", Bindable.listOf(EliteFactorSettings.Lookup.class))
        .orElse(List.of())
        .stream()
        .flatMap(lookup -> Stream.of(forRuns(lookup), forTheReport(lookup)))
        .toList();
  }

  private static NeededTable forRuns(EliteFactorSettings.Lookup lookup) {
    return lookupTable(
        lookup,
        Use.READ,
        NeededColumn.text(lookup.key()),
        new NeededColumn(lookup.factor(), Kind.ANY));
  }

  private static NeededTable forTheReport(EliteFactorSettings.Lookup lookup) {
    return lookupTable(
        lookup,
        Use.WISHED,
        new NeededColumn(lookup.eliteCount(), Kind.INTEGER),
        new NeededColumn(lookup.totalItems(), Kind.INTEGER));
  }

  private static NeededTable lookupTable(
      EliteFactorSettings.Lookup lookup, Use use, NeededColumn... columns) {
    return NeededTable.of(EliteFactor.WORD, lookup.table(), use, List.of(columns), List.of())
        .unprefixed();
  }

  @Override
  public boolean hasBackfill() {
    return true;
  }
}
