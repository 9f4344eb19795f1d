package io.syncline.elitefactor;

import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTables;
import java.util.List;
import java.util.Set;

/** The table of document 000; both streams write it. */
final class EliteFactorTables implements NeededTables {

  @Override
  public List<NeededTable> tables() {
    return List.of(
        EliteFactor.FACTORS
            .needed(EliteFactor.WORD)
            .migrated(KeyBy.ITSELF, Set.of("artisan_elite_factor")));
  }
}
