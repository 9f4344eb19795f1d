package io.syncline.core.database;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Asks tables whose columns are other people's: no statement is prepared on the server. A prepared
 * one keeps the type that a parameter had first, so that a column of another type since could not
 * be compared any more for as long as the session lives.
 */
public final class UnpreparedTemplate extends JdbcTemplate {

  public UnpreparedTemplate(DataSource source) {
    super(source);
  }

  @Override
  protected void applyStatementSettings(Statement statement) throws SQLException {
    super.applyStatementSettings(statement);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
  }
}
