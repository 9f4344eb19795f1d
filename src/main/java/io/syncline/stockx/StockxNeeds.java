package io.syncline.stockx;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededColumn.Kind;
import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import io.syncline.core.error.Finding;
import java.util.List;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** The table and the view of document 002, and what can be wrong with the settings. */
final class StockxNeeds implements Needs {
  private static final Set<String> BEFORE_US = Set.of("sku", "currency_code", "snapshot_at");

  @Override
  public String pipeline() {
    return Stockx.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    NeededTable snapshots = Stockx.SNAPSHOTS.needed(Stockx.WORD);
    Set<String> added =
        snapshots.columns().stream()
            .map(NeededColumn::name)
            .filter(name -> !BEFORE_US.contains(name))
            .collect(toUnmodifiableSet());
    return List.of(snapshots.migrated(KeyBy.INDEX, added), latest());
  }

  @Override
  public List<Finding> findings(Environment environment) {
    DataSize heap = DataSize.ofBytes(Runtime.getRuntime().maxMemory());
    return new StockxDiagnosis(environment, heap).findings();
  }

  private static NeededTable latest() {
    return NeededTable.of(
            Stockx.WORD,
            Stockx.VIEW,
            Use.REFRESHED,
            List.of(
                NeededColumn.text("sku"),
                NeededColumn.text("inventory_sku"),
                NeededColumn.text("stockx_product_id"),
                NeededColumn.text("stockx_variant_id"),
                NeededColumn.text("size"),
                NeededColumn.text("local_size"),
                NeededColumn.text("currency_code"),
                NeededColumn.text("region"),
                new NeededColumn("lowest_ask", Kind.NUMERIC),
                new NeededColumn("highest_bid", Kind.NUMERIC),
                NeededColumn.time("snapshot_at"),
                new NeededColumn("run_id", Kind.UUID)),
            List.of("stockx_variant_id", "currency_code"))
        .unprefixed();
  }
}
