package io.syncline.elitefactor;

import io.syncline.core.database.Databases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where the two databases do not hold the same of an artisan, the one factor that a backfill closes
 * the gap with: a listing that is empty in one of them only gets what the other has, for a newer
 * factor would leave the pair different.
 */
@Component
final class FactorGaps {
  private static final Logger LOG = LoggerFactory.getLogger(FactorGaps.class);
  private static final String HELD =
      """
      SELECT artisan_id,
             array_agg(DISTINCT artisan_elite_factor::text) FILTER (WHERE artisan_elite_factor IS NOT NULL),
             bool_or(artisan_elite_factor IS NULL)
      FROM listings WHERE artisan_id = ANY (?) GROUP BY artisan_id
      """;

  private final JdbcClient staging;
  private final JdbcClient production;

  FactorGaps(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.production = JdbcClient.create(databases.production().pool());
  }

  /** The factors that the listings of an artisan hold, and whether one of them is still empty. */
  record Held(Set<String> factors, boolean hasEmpty) {
    static final Held NOTHING = new Held(Set.of(), false);
  }

  /** By code; nothing of an artisan that both databases hold alike, which gets what is new. */
  Map<String, String> closing(List<String> codes) {
    try {
      Map<String, Held> there = read(production, codes);
      Map<String, Held> here = read(staging, codes);
      Map<String, String> closing = new HashMap<>();
      here.forEach(
          (code, held) ->
              between(held, there.getOrDefault(code, Held.NOTHING))
                  .ifPresent(factor -> closing.put(code, factor)));
      return closing;
    } catch (DataAccessException e) {
      LOG.warn("gaps are not known cause={}", e.getClass().getSimpleName());
      return Map.of();
    }
  }

  static Optional<String> between(Held one, Held other) {
    Set<String> apart = new HashSet<>(one.factors());
    apart.addAll(other.factors());
    apart.removeIf(f -> one.factors().contains(f) && other.factors().contains(f));
    if (apart.isEmpty() && one.hasEmpty() != other.hasEmpty()) {
      apart.addAll(one.factors());
    }
    return apart.size() == 1 ? apart.stream().findFirst() : Optional.empty();
  }

  private static Map<String, Held> read(JdbcClient database, List<String> codes) {
    return database
        .sql(HELD)
        .param(codes.toArray(String[]::new))
        .query((row, number) -> Map.entry(row.getString(1), held(row)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Held held(ResultSet row) throws SQLException {
    Set<String> factors =
        row.getArray(2) == null
            ? Set.of()
            : Set.copyOf(Arrays.asList((String[]) row.getArray(2).getArray()));
    return new Held(factors, row.getBoolean(3));
  }
}
