package io.syncline.elitefactor;

import io.syncline.core.error.SqlStates;
import java.util.Set;
import org.springframework.dao.DataAccessException;

/** Why a table of Yuhinkai was not read: a sentence for each cause, with what to do about it. */
final class UnreadTable {
  private static final String RIGHT = "42501";
  private static final String TABLE = "42P01";
  private static final String COLUMN = "42703";
  private static final String TOO_LONG = "57014";
  private static final String LOCKED = "55P03";

  /** No SQLSTATE, no connection, not let in, no database, no connection left or taken, stopping. */
  private static final Set<String> AWAY = Set.of("", "08", "28", "3D", "53", "55", "57");

  private UnreadTable() {}

  static String reason(EliteFactorSettings.Lookup lookup, DataAccessException failure) {
    String table = lookup.table();
    String state = SqlStates.of(failure).orElse("");
    return switch (state) {
      case RIGHT ->
          "Yuhinkai does not let the user of DB_YUHINKAI_USER read %1$s: GRANT SELECT ON %1$s to that user"
              .formatted(table);
      case TABLE ->
          "Yuhinkai has no table %s: name the one that is there in syncline.elitefactor.lookups"
              .formatted(table);
      case COLUMN ->
          "Yuhinkai's table %s lacks one of the columns %s: name those that are there in syncline.elitefactor.lookups"
              .formatted(table, String.join(", ", lookup.columns()));
      case TOO_LONG, LOCKED ->
          "Yuhinkai took longer over table %s than a statement may: let an index serve %s, or see who locks it"
              .formatted(table, lookup.key());
      default ->
          AWAY.contains(SqlStates.classOf(state))
              ? "Yuhinkai cannot be reached for table %s: let doctor say why".formatted(table)
              : "Yuhinkai refused to read table %s (SQLSTATE %s): see the log of its server"
                  .formatted(table, state);
    };
  }
}
