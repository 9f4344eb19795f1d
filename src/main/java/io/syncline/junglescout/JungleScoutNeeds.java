package io.syncline.junglescout;

import static io.syncline.core.database.NeededColumn.bool;
import static io.syncline.core.database.NeededColumn.text;
import static io.syncline.core.database.NeededColumn.time;

import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import io.syncline.core.error.Finding;
import java.util.List;
import java.util.Set;
import org.springframework.core.env.Environment;

/** The tables of document 004, and a key that has a name. */
final class JungleScoutNeeds implements Needs {

  @Override
  public String pipeline() {
    return JungleScout.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    return List.of(
        JungleScout.PRODUCTS
            .needed(JungleScout.WORD)
            .migrated(KeyBy.REPLACING, Set.of("marketplace")),
        JungleScout.SALES.needed(JungleScout.WORD),
        status(),
        products());
  }

  @Override
  public List<Finding> findings(Environment environment) {
    boolean named =
        environment.getProperty("JUNGLE_SCOUT_API_KEY", "").matches("[^:]+:.+")
            || !environment.getProperty("JUNGLE_SCOUT_API_KEY_NAME", "").isBlank();
    return named
        ? List.of()
        : List.of(
            Finding.fail(
                pipeline(),
                "set JUNGLE_SCOUT_API_KEY to name:key, or JUNGLE_SCOUT_API_KEY_NAME as well"));
  }

  private static NeededTable status() {
    return NeededTable.of(
            JungleScout.WORD,
            "jungle_scout_sync_status",
            Use.WRITTEN,
            List.of(
                text("asin"),
                text("marketplace"),
                bool("has_product_data"),
                bool("has_sales_data"),
                bool("sales_due"),
                text("error"),
                time("product_data_synced_at"),
                time("sales_estimate_data_synced_at"),
                time("product_fetch_attempted_at"),
                time("product_asked_at"),
                time("created_at"),
                time("updated_at")),
            List.of("asin", "marketplace"))
        .inStagingOnly()
        .migrated(KeyBy.REPLACING, Set.of("marketplace", "sales_due", "product_asked_at"));
  }

  /** The shop's own: a view will do. */
  private static NeededTable products() {
    return NeededTable.of(
            JungleScout.WORD,
            "product",
            Use.READ,
            List.of(text("asin"), bool("product_visibility")),
            List.of())
        .inStagingOnly();
  }
}
