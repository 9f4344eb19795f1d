package io.syncline.elitefactor;

import io.syncline.core.database.ReadTables;
import io.syncline.core.error.RequestRefused;
import io.syncline.elitefactor.EliteFactorSettings.Lookup;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where factors are read from: tables of Yuhinkai, if it is configured. */
@Component
final class FactorTables {
  private final Optional<ReadTables> tables;

  FactorTables(@Qualifier("yuhinkai") ObjectProvider<DataSource> pool) {
    this.tables =
        Optional.ofNullable(pool.getIfAvailable())
            .map(JdbcClient::create)
            .map(it -> new ReadTables(it, "Yuhinkai", "DB_YUHINKAI_", EliteFactorSettings.LOOKUPS));
  }

  /**
   * What a query finds in one of them; it names the columns of the look-up by their place, and the
   * table as {@code %5$s}.
   *
   * @throws RequestRefused 503 when Yuhinkai is not configured
   */
  <T> List<T> read(
      Lookup lookup, String query, String order, RowMapper<T> mapper, Object... parameters) {
    return tables
        .orElseThrow(
            () -> RequestRefused.pipelineOff(EliteFactor.WORD, List.of("DB_YUHINKAI_HOST")))
        .read(
            new ReadTables.Table(lookup.table(), lookup.columns()),
            query.formatted(
                lookup.key(),
                lookup.factor(),
                lookup.eliteCount(),
                lookup.totalItems(),
                lookup.table()),
            order,
            mapper,
            parameters);
  }
}
