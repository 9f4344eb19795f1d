package io.syncline.clientapi.sku;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Composition;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the clients whose SKUs are to be computed: of stored records, and without a call. */
@Component
record SkuAnalysis(Databases databases, SkuJournal journal) {

  /** Those that have an account, or had one while something of it is still shown. */
  private static final String CLIENTS =
      """
      SELECT client_id FROM (
          SELECT client_id FROM client_api_credentials UNION SELECT client_id FROM client_sku_cache
      ) c
      WHERE ? = '' OR client_id::text = ? ORDER BY client_id
      """;

  List<Composition> clients(@Variable("run") ActiveRun run) {
    String only =
        run.request().parameters().path("client_id_filter").asText("").toLowerCase(Locale.ROOT);
    run.tally().sourceAnswered(); // staging is the source here
    return JdbcClient.create(databases.staging().pool())
        .sql(CLIENTS)
        .params(only, only)
        .query(UUID.class)
        .list()
        .stream()
        .<Composition>map(client -> new SkuComposition(client, journal))
        .toList();
  }
}
