package io.syncline.clientapi.sweep;

import io.syncline.core.database.Databases;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The ids that a platform listed, in an unlogged table of staging beside our records: neither side
 * is ever in memory. What a crash of the server takes is seen by its number. Threads may share it.
 */
@Component
public final class SweptIds {
  static final String OF = " WHERE credential_id = :credential AND data_type = :type";

  private static final String PAIRS =
      """
      FROM %s t LEFT JOIN client_swept_ids s
        ON s.credential_id = t.credential_id AND s.data_type = t.data_type AND s.external_id = t.external_id
      WHERE t.client_id = :client AND t.credential_id = :credential AND t.data_type = :type
        AND (cardinality(:endings::text[]) = 0
             OR EXISTS (SELECT FROM unnest(:endings::text[]) AS e WHERE right(t.external_id, length(e)) = e))
      """;

  private static final String COMPARED =
      """
      SELECT count(*) FILTER (WHERE t.deleted_at IS NULL) AS live,
             count(*) FILTER (WHERE t.deleted_at IS NULL AND s.external_id IS NULL AND t.updated_at < :began) AS missing,
             count(*) FILTER (WHERE t.deleted_at IS NOT NULL AND s.external_id IS NOT NULL AND t.updated_at < :began) AS back
      """
          + PAIRS;

  /** A record that has a mark and is listed, or has none and is not. */
  private static final String CONTRADICTING =
      "SELECT t.external_id "
          + PAIRS
          + """
            AND (t.deleted_at IS NULL) = (s.external_id IS NULL)
            AND t.updated_at < :began AND t.external_id > :after
          ORDER BY t.external_id LIMIT :most
          """;

  private final JdbcClient staging;

  SweptIds(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * Our records beside a listing.
   *
   * @param live those without a mark
   * @param missing those of them that are not listed
   * @param back those with a mark that are
   */
  public record Compared(long live, long missing, long back) {
    private static final Compared NONE = new Compared(0, 0, 0);

    /** Whether so many went that the listing is to be doubted rather than believed. */
    public boolean isLoss(int most, int percent) {
      return missing > most && missing * 100 > live * percent;
    }

    /** Whether all is as it is listed. */
    public boolean isAlike() {
      return missing == 0 && back == 0;
    }
  }

  /** Whether all that was listed is still there. */
  public boolean hasAll(SweptType swept, Sweep sweep) {
    return swept
            .statement(staging, "SELECT count(*) FROM client_swept_ids" + OF)
            .query(Long.class)
            .single()
        == sweep.ids();
  }

  public Compared compare(SweptType swept, Sweep sweep) {
    return isThere(swept)
        ? about(swept, COMPARED, sweep.began())
            .query((row, number) -> new Compared(row.getLong(1), row.getLong(2), row.getLong(3)))
            .single()
        : Compared.NONE;
  }

  /** The next records whose mark is not as the listing has it, in the order of their ids. */
  public List<String> contradicting(SweptType swept, Sweep sweep, int most) {
    return isThere(swept)
        ? about(swept, CONTRADICTING, sweep.began())
            .param("after", sweep.after())
            .param("most", most)
            .query(String.class)
            .list()
        : List.of();
  }

  private JdbcClient.StatementSpec about(SweptType swept, String text, Instant began) {
    return swept
        .statement(staging, text.formatted(swept.table()))
        .param("began", Timestamp.from(began))
        .param("endings", swept.endings().toArray(String[]::new));
  }

  /** A client of whom nothing was ever stored has no table. */
  private boolean isThere(SweptType swept) {
    return staging
        .sql("SELECT to_regclass(?) IS NOT NULL")
        .param(swept.table())
        .query(Boolean.class)
        .single();
  }
}
