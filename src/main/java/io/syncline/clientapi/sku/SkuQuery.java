package io.syncline.clientapi.sku;

/**
 * What a client's records say of its SKUs: the columns of {@code ClientStreams.SKUS} in their
 * order. It reads one partition, by its name.
 */
final class SkuQuery {

  /**
   * A text of a vendor's that is none of ours to trust: what is no number, is none. Most are told
   * by their signs, which costs a third of the pattern.
   */
  private static final String NUMBER =
      """
      CASE WHEN length(%1$s) < 17 AND (translate(%1$s, '0123456789', '') = '' AND %1$s <> ''
                                       OR translate(%1$s, '0123456789', '') = '.' AND %1$s <> '.')
             OR %1$s ~ '^-?[0-9]{1,15}([.][0-9]{1,10})?$'
           THEN %1$s::numeric END""";

  /**
   * One that the calendar has: a cast of any other fails, and with it all of the client's. Most are
   * told by their signs and parts, which costs a quarter of the pattern.
   */
  private static final String TIME =
      """
      CASE WHEN %1$s LIKE '____-__-__T__:__:__%%' AND translate(%1$s, '0123456789', '') IN ('--T::Z', '--T::+:')
             AND %1$s >= '1' AND %1$s < '3' AND substr(%1$s, 6, 2) BETWEEN '01' AND '12' AND substr(%1$s, 9, 2) BETWEEN '01' AND '28'
             AND substr(%1$s, 12, 2) < '24' AND substr(%1$s, 15, 2) < '60' AND substr(%1$s, 18, 2) < '60' AND substr(%1$s, 20) IN ('Z', '+00:00')
             OR %1$s ~ '^([12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))\
      |[12][0-9](0[48]|[2468][048]|[13579][26])-02-29)\
      T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$'
           THEN (%1$s)::timestamptz END""";

  /** The lines of an order, as a connection has them or gathered from all of its pages. */
  private static final String LINES =
      """
      jsonb_array_elements(CASE jsonb_typeof(%1$s)
          WHEN 'array' THEN %1$s
          WHEN 'object' THEN CASE jsonb_typeof(%1$s -> 'nodes') WHEN 'array' THEN %1$s -> 'nodes' ELSE '[]' END
          ELSE '[]' END)""";

  /**
   * Everything is listed by moment, parameter 1 of the query. What a seller stored itself of a SKU
   * counts no more once the listing says that Amazon stores it: no answer takes the old row away.
   *
   * <p>What is packed is unpacked for each part that is read of it: so a record is unpacked once
   * ({@code #> '{}'} is all of it), each part is read once, and {@code OFFSET 0} keeps both from
   * being done again wherever they are used. What is made of orders is used once, or the server
   * would keep it aside on its disk. Dates compare by their bytes, whatever the database's
   * language.
   */
  private static final String TEXT =
      """
      WITH at AS NOT MATERIALIZED (
          SELECT t.now, t.now - interval '7 days' AS d7, t.now - interval '30 days' AS d30, t.now - interval '90 days' AS d90
          FROM (SELECT ?::timestamptz AS now) t
      ), records AS NOT MATERIALIZED (
          SELECT r.* FROM %1$s r WHERE r.deleted_at IS NULL
      ), orders AS (
          SELECT r.credential_id, r.platform_type, r.data #> '{}' AS data
          FROM records r
          WHERE r.data_type = 'orders'
            AND (r.source_updated_at IS NULL OR r.source_updated_at >= (SELECT now FROM at) - interval '91 days')
          OFFSET 0
      ), parts AS (
          SELECT r.credential_id, r.platform_type,
                 (CASE r.platform_type WHEN 'shopify' THEN r.data ->> 'processedAt' ELSE r.data ->> 'createdTime' END) COLLATE "C" AS told_at,
                 CASE r.platform_type WHEN 'shopify' THEN r.data -> 'lineItems' ELSE r.data -> 'orderItems' END AS items,
                 CASE r.platform_type WHEN 'amazon' THEN coalesce(r.data #>> '{salesChannel,marketplaceId}', '') ELSE '' END AS market
          FROM orders r
          WHERE (r.data ->> 'test') IS DISTINCT FROM 'true' AND r.platform_type IN ('shopify', 'amazon')
          OFFSET 0
      ), dated AS (
          SELECT o.credential_id, o.platform_type, o.items, o.market, %2$s AS sold_at FROM parts o OFFSET 0
      ), told AS (
          SELECT o.credential_id, o.platform_type, o.market, o.sold_at,
                 CASE o.platform_type WHEN 'shopify' THEN i ->> 'sku' ELSE i #>> '{product,sellerSku}' END AS sku,
                 CASE o.platform_type WHEN 'shopify' THEN i ->> 'currentQuantity' ELSE i ->> 'quantityOrdered' END AS units,
                 CASE o.platform_type WHEN 'shopify' THEN i #>> '{discountedTotalSet,shopMoney,amount}'
                      ELSE i #>> '{proceeds,proceedsTotal,amount}' END AS total,
                 CASE o.platform_type WHEN 'shopify' THEN i #>> '{originalUnitPriceSet,shopMoney,amount}'
                      ELSE i #>> '{product,price,unitPrice,amount}' END AS price,
                 CASE o.platform_type WHEN 'shopify' THEN i #>> '{discountedTotalSet,shopMoney,currencyCode}'
                      ELSE coalesce(i #>> '{proceeds,proceedsTotal,currencyCode}', i #>> '{product,price,unitPrice,currencyCode}') END AS currency
          FROM dated o CROSS JOIN LATERAL %3$s AS i
          WHERE o.sold_at > (SELECT d90 FROM at) AND o.sold_at <= (SELECT now FROM at)
          OFFSET 0
      ), lines AS (
          SELECT t.credential_id, t.platform_type, t.sku, t.market, t.currency, t.sold_at,
                 %4$s AS units, coalesce(%5$s, %6$s * %4$s) AS revenue
          FROM told t WHERE t.sku <> '' OFFSET 0
      ), sold AS (
          SELECT l.credential_id, l.platform_type, l.sku, l.market, max(l.currency) AS currency, max(l.sold_at) AS last_sale_at,
                 coalesce(sum(l.units) FILTER (WHERE l.sold_at >= at.d7), 0) AS units_7d,
                 coalesce(sum(l.units) FILTER (WHERE l.sold_at >= at.d30), 0) AS units_30d,
                 coalesce(sum(l.units), 0) AS units_90d,
                 coalesce(sum(l.revenue) FILTER (WHERE l.sold_at >= at.d7), 0) AS revenue_7d,
                 coalesce(sum(l.revenue) FILTER (WHERE l.sold_at >= at.d30), 0) AS revenue_30d,
                 coalesce(sum(l.revenue), 0) AS revenue_90d
          FROM lines l, at
          GROUP BY 1, 2, 3, 4
      ), levels AS (
          SELECT r.credential_id, r.platform_type, '' AS market, r.data #>> '{item,sku}' AS sku,
                 (SELECT sum(%7$s) FROM %8$s AS q WHERE q ->> 'name' = 'available') AS units
          FROM records r
          WHERE r.data_type = 'inventory' AND r.platform_type = 'shopify'
            AND (r.data ->> 'isActive') IS DISTINCT FROM 'false' AND (r.data #>> '{location,isActive}') IS DISTINCT FROM 'false'
          UNION ALL
          SELECT r.credential_id, r.platform_type, split_part(substring(r.external_id FROM '@([^@]*)$'), '#', 1),
                 coalesce(r.data ->> 'sellerSku', r.data ->> 'sku', substring(r.external_id FROM '^(.*)@[^@]*$')),
                 coalesce(%9$s, %10$s, (SELECT sum(%7$s) FROM %11$s AS q WHERE q ->> 'fulfillmentChannelCode' = 'DEFAULT'))
          FROM records r
          WHERE r.data_type = 'inventory' AND r.platform_type = 'amazon'
            AND NOT EXISTS (
                SELECT FROM records p
                WHERE r.external_id LIKE '%%#MFN' AND p.data_type = 'products'
                  AND p.credential_id = r.credential_id AND p.external_id = left(r.external_id, -4)
                  AND (p.data -> 'fulfillmentAvailability' @> '[{}]'
                       AND NOT p.data -> 'fulfillmentAvailability' @> '[{"fulfillmentChannelCode": "DEFAULT"}]'
                       OR p.data #>> '{report,fulfillment-channel}' LIKE 'AMAZON%%'))
      ), stocked AS (
          SELECT credential_id, platform_type, sku, market, sum(units) AS stock
          FROM levels WHERE sku <> '' GROUP BY 1, 2, 3, 4
      )
      SELECT %12$s AS client_id, credential_id, sku, market, platform_type, s.currency,
             least(greatest(coalesce(s.units_7d, 0), -2147483648), 2147483647)::int AS units_7d,
             least(greatest(coalesce(s.units_30d, 0), -2147483648), 2147483647)::int AS units_30d,
             least(greatest(coalesce(s.units_90d, 0), -2147483648), 2147483647)::int AS units_90d,
             coalesce(s.revenue_7d, 0) AS revenue_7d, coalesce(s.revenue_30d, 0) AS revenue_30d, coalesce(s.revenue_90d, 0) AS revenue_90d,
             s.last_sale_at, CASE WHEN k.stock IS NOT NULL THEN least(greatest(k.stock, -2147483648), 2147483647)::int END AS stock,
             CASE WHEN s.units_30d > 0 THEN round(k.stock * 30.0 / s.units_30d, 1) END AS days_of_cover,
             (SELECT now FROM at) AS analyzed_at
      FROM sold s FULL JOIN stocked k USING (credential_id, platform_type, sku, market)
      """;

  private SkuQuery() {}

  /**
   * The query of one client.
   *
   * @param partition the quoted name of its records' table
   * @param client its id, as a literal
   */
  static String of(String partition, String client) {
    return TEXT.formatted(
        partition,
        TIME.formatted("o.told_at"),
        LINES.formatted("o.items"),
        number("t.units"),
        number("t.total"),
        number("t.price"),
        number("q ->> 'quantity'"),
        LINES.formatted("(r.data -> 'quantities')"),
        number("r.data #>> '{inventoryDetails,fulfillableQuantity}'"),
        number("r.data ->> 'quantity'"),
        LINES.formatted("(r.data -> 'fulfillmentAvailability')"),
        client);
  }

  private static String number(String text) {
    return NUMBER.formatted("(" + text + ")");
  }
}
