package io.syncline.core.database;

import io.syncline.core.error.TerminalFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first step of a run: row level security that was switched on since the start. Production is
 * asked where it is written, as it may be away here.
 */
public final class HiddenRows {
  private static final Logger LOG = LoggerFactory.getLogger(HiddenRows.class);

  private final DataSource staging;
  private final List<NeededTable> needed;
  private final String prefix;

  HiddenRows(Database staging, List<NeededTable> needed) {
    this.staging = staging.pool();
    this.needed = List.copyOf(needed);
    this.prefix = staging.prefix();
  }

  /**
   * Lets the run go on where every row of its tables can be seen.
   *
   * @throws TerminalFailure naming a table whose rows a policy may hide
   */
  public void check(@Variable("pipeline") String pipeline) {
    List<String> hidden;
    try (Connection connection = staging.getConnection()) {
      hidden = RowSecurity.of(connection, names(pipeline, true), names(pipeline, false));
    } catch (SQLException e) {
      LOG.warn("row security not asked for sqlstate={}", e.getSQLState());
      return; // the run's own first statement finds staging away, and is tried again
    }
    if (!hidden.isEmpty()) {
      throw TerminalFailure.rowsHidden("staging", String.join(", ", hidden));
    }
  }

  private List<String> names(String pipeline, boolean written) {
    return needed.stream()
        .filter(table -> table.pipeline().equals(pipeline))
        .filter(table -> table.use().adds() == written)
        .map(table -> table.nameWith(prefix))
        .toList();
  }
}
