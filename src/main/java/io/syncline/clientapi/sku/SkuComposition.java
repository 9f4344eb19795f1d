package io.syncline.clientapi.sku;

import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.stream.Stream;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Derived;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** All SKUs of a client, computed anew in one statement that reads its partition and no other. */
record SkuComposition(UUID client, SkuJournal journal) implements Composition {
  @Override
  public String name() {
    return ClientStreams.SKUS.name();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public List<Composition> halves() {
    return List.of();
  }

  /** A client of very many records does not keep those after it from theirs. */
  @Override
  public boolean standsAlone() {
    return true;
  }

  /** A client of whom nothing was ever stored has no SKUs. */
  @Override
  public Composed compose(StagingTx staging) {
    Stream records = ClientStreams.RECORDS.partition(client);
    String table = '"' + records.table() + '"';
    boolean isThere =
        staging
            .client()
            .sql("SELECT to_regclass(?) IS NOT NULL")
            .param(table)
            .query(Boolean.class)
            .single();
    if (!isThere) {
      return Composed.of(List.of(), Outcomes.NONE);
    }
    Derived skus =
        staging.derive(
            ClientStreams.SKUS,
            client.toString(),
            SkuQuery.of(table, "'" + client + "'::uuid"),
            List.of(staging.at().atOffset(ZoneOffset.UTC)));
    journal.analyzed(client, skus);
    return Composed.of(List.of(skus.part()), skus.outcomes());
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    RowError error =
        new RowError(client.toString(), null, ErrorKind.DB.code(), reason, Severity.ERROR);
    return Composed.of(List.of(), Outcomes.NONE).saying(List.of(error));
  }
}
