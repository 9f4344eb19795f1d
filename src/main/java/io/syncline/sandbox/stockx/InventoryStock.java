package io.syncline.sandbox.stockx;

import io.syncline.core.database.Databases;
import io.syncline.sandbox.shop.SandboxStock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What users of the shop hold: every product twice, some that StockX does not know, and no SKU. */
@Component
@Profile("sandbox")
final class InventoryStock implements SandboxStock {
  private final StockxCatalogue catalogue;
  private final Databases databases;

  InventoryStock(StockxCatalogue catalogue, Databases databases) {
    this.catalogue = catalogue;
    this.databases = databases;
  }

  @Override
  public void fill() {
    JdbcClient staging = JdbcClient.create(databases.staging().pool());
    staging
        .sql(
            "CREATE TABLE IF NOT EXISTS \"Inventory\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " user_id bigint, sku text)")
        .update();
    if (staging.sql("SELECT count(*) FROM \"Inventory\"").query(Long.class).single() > 0) {
      return;
    }
    List<String> skus = new ArrayList<>();
    for (String sku : catalogue.skus()) {
      skus.add(sku);
      skus.add(sku);
    }
    skus.add("UNKNOWN-1");
    skus.add("UNKNOWN-2");
    skus.add(null);
    staging
        .sql(
            "INSERT INTO \"Inventory\" (user_id, sku) SELECT n, s FROM unnest(?) WITH ORDINALITY AS i (s, n)")
        .param(skus.toArray(String[]::new))
        .update();
  }
}
