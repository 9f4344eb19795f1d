package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.stream.Effect;
import io.syncline.core.stream.Stream;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * Where the two databases do not hold the same for a key, the one value that a filling stream
 * closes the gap with: a row that is empty in one of them only gets what the other has, for a newer
 * value would leave the pair different.
 */
@Component
public final class Gaps {
  private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);
  private static final String HELD =
      """
      SELECT %1$s, coalesce(array_agg(DISTINCT %2$s::text) FILTER (WHERE %2$s IS NOT NULL), '{}'),
             bool_or(%2$s IS NULL)
      FROM %3$s WHERE %1$s = ANY (?) GROUP BY 1
      """;

  private final Databases databases;

  Gaps(Databases databases) {
    this.databases = databases;
  }

  /** The values that the rows of a key hold, and whether one of them is still empty. */
  record Held(Set<String> values, boolean hasEmpty) {
    static final Held NOTHING = new Held(Set.of(), false);

    private static Held of(ResultSet row) throws SQLException {
      return new Held(Set.of((String[]) row.getArray(2).getArray()), row.getBoolean(3));
    }
  }

  /** By key; nothing of one that both databases hold alike, which gets what is new. */
  public Map<String, String> closing(Stream stream, List<String> keys) {
    if (stream.effect() != Effect.FILL) {
      return Map.of();
    }
    try {
      Map<String, Held> there = read(databases.production(), stream, keys);
      Map<String, Held> here = read(databases.staging(), stream, keys);
      Map<String, String> closing = new HashMap<>();
      here.forEach(
          (key, held) ->
              between(held, there.getOrDefault(key, Held.NOTHING))
                  .ifPresent(value -> closing.put(key, value)));
      return closing;
    } catch (DataAccessException e) {
      LOG.warn("gaps are not known cause={}", e.getClass().getSimpleName());
      return Map.of();
    }
  }

  static Optional<String> between(Held one, Held other) {
    Set<String> apart = new HashSet<>(one.values());
    apart.addAll(other.values());
    apart.removeIf(value -> one.values().contains(value) && other.values().contains(value));
    if (apart.isEmpty() && one.hasEmpty() != other.hasEmpty()) {
      apart.addAll(one.values());
    }
    return apart.size() == 1 ? apart.stream().findFirst() : Optional.empty();
  }

  private static Map<String, Held> read(Database database, Stream stream, List<String> keys) {
    String key = stream.key().get(0).plain("");
    String value = stream.values().get(0).name();
    return JdbcClient.create(database.pool())
        .sql(HELD.formatted(key, value, stream.tableIn(database)))
        .param(keys.toArray(String[]::new))
        .query((row, number) -> Map.entry(row.getString(1), Held.of(row)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
