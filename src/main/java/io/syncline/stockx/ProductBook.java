package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StorableJson;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import io.syncline.stockx.Target.Product;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is known of each SKU, kept in {@code stockx_products} of staging. */
@Component
final class ProductBook {
  private final JdbcClient staging;
  private final LeasedWrites writes;
  private final ObjectMapper json;

  ProductBook(Databases databases, LeasedWrites writes, ObjectMapper json) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.writes = writes;
    this.json = json;
  }

  Optional<Product> product(String sku) {
    return staging
        .sql(
            "SELECT product_id, coalesce(style_id, sku) FROM stockx_products WHERE sku = ? AND product_id IS NOT NULL")
        .param(sku)
        .query((row, number) -> new Product(row.getString(1), row.getString(2)))
        .optional();
  }

  /** The product of an id, under the SKU whose prices it has. */
  Optional<Target> byId(String id) {
    return staging
        .sql(
            """
            SELECT sku, style_id FROM stockx_products WHERE product_id = ? AND style_id IS NOT NULL
            ORDER BY synced_at DESC NULLS LAST, sku LIMIT 1
            """)
        .param(id)
        .query(
            (row, number) ->
                Target.of(row.getString(1), Optional.of(new Product(id, row.getString(2)))))
        .optional();
  }

  /** Whether both databases got the product's prices since that moment. */
  boolean isFresh(String sku, Instant since) {
    return staging
        .sql("SELECT EXISTS (SELECT 1 FROM stockx_products WHERE sku = ? AND synced_at >= ?)")
        .param(sku)
        .param(Timestamp.from(since))
        .query(Boolean.class)
        .single();
  }

  /** Notes that a SKU is read now: the next run begins with others. */
  void attempted(ActiveRun run, String sku, Instant at) {
    writes.write(
        run,
        client ->
            client
                .sql(
                    """
                    INSERT INTO stockx_products AS p (sku, attempted_at) VALUES (?, ?)
                    ON CONFLICT (sku) DO UPDATE SET attempted_at = excluded.attempted_at
                    """)
                .param(sku)
                .param(Timestamp.from(at))
                .update());
  }

  void resolved(ActiveRun run, String sku, String productId, String styleId) {
    update(
        run,
        """
        variants = CASE WHEN product_id = ? THEN variants END,
        variants_at = CASE WHEN product_id = ? THEN variants_at END,
        product_id = ?, style_id = ?, unknown_at = NULL, error = NULL
        """,
        sku,
        List.of(productId, productId, productId, styleId));
  }

  /** StockX does not know the SKU: it is not searched again for some days. */
  void unknown(ActiveRun run, String sku, Instant at) {
    update(
        run,
        "product_id = NULL, variants = NULL, unknown_at = ?, error = 'StockX does not know it'",
        sku,
        List.of(Timestamp.from(at)));
  }

  /** The product is not the one it was: it is looked for anew. */
  void forget(ActiveRun run, String sku) {
    update(run, "product_id = NULL, variants = NULL, variants_at = NULL", sku, List.of());
  }

  void keepVariants(ActiveRun run, String sku, JsonNode variants, Instant at) {
    update(
        run,
        "variants = ?::jsonb, variants_at = ?",
        sku,
        List.of(StorableJson.fitted(variants).toString(), Timestamp.from(at)));
  }

  /** The variants as StockX told them last; missing when they are older than that moment. */
  JsonNode variantsSince(String sku, Instant oldest) {
    return staging
        .sql("SELECT variants::text FROM stockx_products WHERE sku = ? AND variants_at >= ?")
        .param(sku)
        .param(Timestamp.from(oldest))
        .query(String.class)
        .optional()
        .map(this::read)
        .orElse(MissingNode.getInstance());
  }

  /** Products without a single price are fresh at once: no batch will tell of them. */
  void synced(ActiveRun run, List<String> skus, Instant at) {
    writes.writeEach(
        run,
        skus,
        (client, some) ->
            client
                .sql(
                    """
                    UPDATE stockx_products p SET synced_at = greatest(p.synced_at, ?), error = NULL
                    FROM stockx_products r
                    WHERE r.sku = ANY (?) AND (p.sku = r.sku OR p.product_id = r.product_id)
                    """)
                .param(Timestamp.from(at))
                .param(some.toArray(String[]::new))
                .update());
  }

  private void update(ActiveRun run, String assignments, String sku, List<Object> values) {
    writes.write(
        run,
        client ->
            client
                .sql("UPDATE stockx_products SET " + assignments + " WHERE sku = ?")
                .params(values)
                .param(sku)
                .update());
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("stored variants are not JSON", e);
    }
  }
}
