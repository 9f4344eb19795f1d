package io.syncline.clientapi;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededColumn.Kind;
import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of document 003, and those that stand beside them. */
final class ClientApiNeeds implements Needs {
  @Override
  public String pipeline() {
    return ClientApi.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    return List.of(
        ClientStreams.RECORDS.needed(ClientApi.WORD),
        ClientStreams.SKUS.needed(ClientApi.WORD),
        completed(
            "client_api_credentials",
            "credential_id",
            Set.of("credential_id", "client_id"),
            of(Kind.UUID, "credential_id", "client_id"),
            of(Kind.TEXT, "platform_type", "status", "error_message", "label", "auth_mode"),
            of(Kind.TEXT, "account"),
            of(Kind.JSON, "settings"),
            of(Kind.ANY, "secret"),
            of(
                Kind.TIME,
                "last_sync_at",
                "next_sync_at",
                "slot_at",
                "created_at",
                "updated_at",
                "hinted_at"),
            of(Kind.INTEGER, "sync_frequency_hours", "failures"),
            of(Kind.BOOLEAN, "is_paused")),
        completed(
            "client_api_sync_results",
            "result_id",
            Set.of("credential_id", "client_id"),
            of(Kind.UUID, "result_id", "client_id", "credential_id", "run_id"),
            of(Kind.TEXT, "platform_type", "sync_triggered_by", "label", "error_message"),
            // json in the document, which is written to and not compared
            of(Kind.ANY, "data_types_synced"),
            of(Kind.INTEGER, "records_fetched", "records_stored"),
            of(Kind.ANY, "sync_duration_seconds"),
            of(Kind.BOOLEAN, "success"),
            of(Kind.TIME, "created_at")));
  }

  /**
   * A table that is there may have more columns, where a row need not bring them.
   *
   * @param own what it has to have by itself; the rest it gets
   */
  @SafeVarargs
  private static NeededTable completed(
      String name, String key, Set<String> own, List<NeededColumn>... columns) {
    List<NeededColumn> all = new ArrayList<>();
    for (List<NeededColumn> some : columns) {
      all.addAll(some);
    }
    Set<String> added =
        all.stream()
            .map(NeededColumn::name)
            .filter(column -> !own.contains(column))
            .collect(toUnmodifiableSet());
    return NeededTable.of(ClientApi.WORD, name, Use.WRITTEN, all, List.of(key))
        .unprefixed()
        .inStagingOnly()
        .migrated(KeyBy.INDEX, added);
  }

  private static List<NeededColumn> of(Kind kind, String... names) {
    return Stream.of(names).map(name -> new NeededColumn(name, kind)).toList();
  }
}
