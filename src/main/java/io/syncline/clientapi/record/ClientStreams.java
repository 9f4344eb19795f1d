package io.syncline.clientapi.record;

import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import java.util.List;

/** What the pipeline writes to both databases. */
public final class ClientStreams {

  /**
   * Records as they were received. They are found by credential, as two shops of one client share
   * ids.
   */
  public static final Stream RECORDS =
      Stream.into(
              "records",
              "client_data",
              4,
              List.of(
                  Column.uuid("client_id"),
                  Column.uuid("credential_id"),
                  Column.text("data_type"),
                  Column.text("external_id"),
                  Column.text("platform_type"),
                  Column.timestamptz("source_created_at"),
                  Column.timestamptz("source_updated_at"),
                  Column.text("content_hash"),
                  Column.json("data"),
                  Column.json("metadata"),
                  Column.timestamptz("deleted_at")))
          .unprefixed()
          .touching()
          .guardedBy("content_hash", "source_updated_at")
          .alsoComparing("deleted_at")
          .notComparing("metadata")
          .wholeBy("metadata")
          .partitionedBy("client_id", "client_%s_data");

  /** What each client sells, computed from its records. */
  public static final Stream SKUS =
      Stream.into(
              "skus",
              "client_sku_cache",
              4,
              List.of(
                  Column.uuid("client_id"),
                  Column.uuid("credential_id"),
                  Column.text("sku"),
                  Column.text("market"),
                  Column.text("platform_type"),
                  Column.text("currency"),
                  Column.integer("units_7d"),
                  Column.integer("units_30d"),
                  Column.integer("units_90d"),
                  Column.numeric("revenue_7d"),
                  Column.numeric("revenue_30d"),
                  Column.numeric("revenue_90d"),
                  Column.timestamptz("last_sale_at"),
                  Column.integer("stock"),
                  Column.numeric("days_of_cover"),
                  Column.timestamptz("analyzed_at")))
          .unprefixed()
          .bare()
          .notComparing("analyzed_at")
          .derived();

  private ClientStreams() {}
}
