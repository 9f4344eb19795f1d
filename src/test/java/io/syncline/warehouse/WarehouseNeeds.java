package io.syncline.warehouse;

import io.syncline.core.database.NeededTable;
import io.syncline.core.database.Needs;
import java.util.List;
import org.springframework.context.annotation.Profile;

/** The table that both databases must have; a start and {@code doctor} look for it. */
@Profile(Warehouse.WORD)
final class WarehouseNeeds implements Needs {

  @Override
  public String pipeline() {
    return Warehouse.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    return List.of(Warehouse.LEVELS.needed(Warehouse.WORD));
  }
}
