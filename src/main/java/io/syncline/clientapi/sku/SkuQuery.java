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
           THEN (%1$s)::numeric END""";

  /** One that the calendar has: a cast of any other fails, and with it all of the client's. */
  private static final String TIME =
      "CASE WHEN %1$s ~ '^([12][0-9]{3}-("
          + "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
          + "|[12][0-9](0[48]|[2468][048]|[13579][26])-02-29)"
          + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$'"
          + " THEN (%1$s)::timestamptz END";

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
   * <p>What is packed is unpacked for each part that is read of it: so each part is read once, and
   * {@code OFFSET 0} keeps it from being read again wherever it is used.
   */
  private static final String TEXT =
      """
      WITH at AS (
          SELECT t.now, t.now - interval '7 days' AS d7, t.now - interval '30 days' AS d30, t.now - interval '90 days' AS d90
          FROM (SELECT ?::timestamptz AS now) t
      ), records AS NOT MATERIALIZED (
          SELECT r.* FROM %1$s r WHERE r.deleted_at IS NULL
      ), ordered AS (
          SELECT o.credential_id, o.platform_type, o.items, o.market, %2$s AS sold_at
          FROM (SELECT r.credential_id, r.platform_type,
                       CASE r.platform_type WHEN 'shopify' THEN r.data ->> 'processedAt' ELSE r.data ->> 'createdTime' END AS told_at,
                       CASE r.platform_type WHEN 'shopify' THEN r.data -> 'lineItems' ELSE r.data -> 'orderItems' END AS items,
                       CASE r.platform_type WHEN 'amazon' THEN coalesce(r.data #>> '{salesChannel,marketplaceId}', '') ELSE '' END AS market
                FROM records r
                WHERE r.data_type = 'orders' AND (r.data ->> 'test') IS DISTINCT FROM 'true'
                  AND (r.source_updated_at IS NULL OR r.source_updated_at >= (SELECT now FROM at) - interval '91 days')
                OFFSET 0) o
      ), lines AS (
          (SELECT o.credential_id, o.platform_type, o.sold_at, o.market, i ->> 'sku' AS sku,
                  %3$s AS units, %4$s AS total, %5$s AS price,
                  i #>> '{discountedTotalSet,shopMoney,currencyCode}' AS currency
           FROM ordered o CROSS JOIN LATERAL %6$s AS i
           WHERE o.platform_type = 'shopify' OFFSET 0)
          UNION ALL
          (SELECT o.credential_id, o.platform_type, o.sold_at, o.market,
                  i #>> '{product,sellerSku}', %7$s, %8$s, %9$s,
                  coalesce(i #>> '{proceeds,proceedsTotal,currencyCode}', i #>> '{product,price,unitPrice,currencyCode}')
           FROM ordered o CROSS JOIN LATERAL %10$s AS i
           WHERE o.platform_type = 'amazon' OFFSET 0)
      ), sold AS (
          SELECT l.credential_id, l.platform_type, l.sku, l.market, max(l.currency) AS currency, max(l.sold_at) AS last_sale_at,
                 coalesce(sum(l.units) FILTER (WHERE l.sold_at >= at.d7), 0) AS units_7d,
                 coalesce(sum(l.units) FILTER (WHERE l.sold_at >= at.d30), 0) AS units_30d,
                 coalesce(sum(l.units), 0) AS units_90d,
                 coalesce(sum(coalesce(l.total, l.price * l.units)) FILTER (WHERE l.sold_at >= at.d7), 0) AS revenue_7d,
                 coalesce(sum(coalesce(l.total, l.price * l.units)) FILTER (WHERE l.sold_at >= at.d30), 0) AS revenue_30d,
                 coalesce(sum(coalesce(l.total, l.price * l.units)), 0) AS revenue_90d
          FROM lines l, at
          WHERE l.sku <> '' AND l.sold_at > at.d90 AND l.sold_at <= at.now
          GROUP BY 1, 2, 3, 4
      ), levels AS (
          SELECT r.credential_id, r.platform_type, '' AS market, r.data #>> '{item,sku}' AS sku,
                 (SELECT sum(%11$s) FROM %12$s AS q WHERE q ->> 'name' = 'available') AS units
          FROM records r
          WHERE r.data_type = 'inventory' AND r.platform_type = 'shopify'
            AND (r.data ->> 'isActive') IS DISTINCT FROM 'false' AND (r.data #>> '{location,isActive}') IS DISTINCT FROM 'false'
          UNION ALL
          SELECT r.credential_id, r.platform_type, split_part(substring(r.external_id FROM '@([^@]*)$'), '#', 1),
                 coalesce(r.data ->> 'sellerSku', r.data ->> 'sku', substring(r.external_id FROM '^(.*)@[^@]*$')),
                 coalesce(%13$s, %14$s, (SELECT sum(%11$s) FROM %15$s AS q WHERE q ->> 'fulfillmentChannelCode' = 'DEFAULT'))
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
      SELECT %16$s AS client_id, credential_id, sku, market, platform_type, s.currency,
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
        number("i ->> 'currentQuantity'"),
        number("i #>> '{discountedTotalSet,shopMoney,amount}'"),
        number("i #>> '{originalUnitPriceSet,shopMoney,amount}'"),
        LINES.formatted("o.items"),
        number("i ->> 'quantityOrdered'"),
        number("i #>> '{proceeds,proceedsTotal,amount}'"),
        number("i #>> '{product,price,unitPrice,amount}'"),
        LINES.formatted("o.items"),
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
