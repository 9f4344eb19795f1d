package io.syncline.elitefactor;

import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededColumn.Kind;
import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import java.util.List;
import java.util.Set;
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

  /** The look-up tables. */
  @Override
  public List<NeededTable> ofYuhinkai(Environment environment) {
    return Binder.get(environment)
        .bind("syncline.elitefactor.lookups", Bindable.listOf(EliteFactorSettings.Lookup.class))
        .orElse(List.of())
        .stream()
        .map(EliteFactorNeeds::needed)
        .toList();
  }

  @Override
  public boolean hasBackfill() {
    return true;
  }

  private static NeededTable needed(EliteFactorSettings.Lookup lookup) {
    return NeededTable.of(
            EliteFactor.WORD,
            lookup.table(),
            Use.READ,
            List.of(
                NeededColumn.text(lookup.key()),
                new NeededColumn(lookup.factor(), Kind.ANY),
                new NeededColumn(lookup.eliteCount(), Kind.INTEGER),
                new NeededColumn(lookup.totalItems(), Kind.INTEGER)),
            List.of())
        .unprefixed();
  }
}
