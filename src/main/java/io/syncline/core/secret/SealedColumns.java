package io.syncline.core.secret;

import io.syncline.core.database.Databases;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All columns that hold sealed secrets, and how they are walked page by page. */
public final class SealedColumns {
  private static final SealedColumn OWN =
      new SealedColumn("stored_secrets", "ciphertext", "name", "text", "name");

  private final List<SealedColumn> columns;
  private final JdbcClient staging;

  /** Those of the pipelines, beside the core's own. */
  public SealedColumns(List<SealedColumn> declared, Databases databases) {
    this.columns = Stream.concat(Stream.of(OWN), declared.stream()).toList();
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** One secret as it is kept. */
  record Sealed(String key, String owner, byte[] value) {}

  List<SealedColumn> all() {
    return columns;
  }

  /** The first secrets of a column, in the order of their keys. */
  List<Sealed> first(SealedColumn column, int most) {
    return staging
        .sql(page(column, ""))
        .param(most)
        .query((row, number) -> new Sealed(row.getString(1), row.getString(2), row.getBytes(3)))
        .list();
  }

  /** Those that follow a key. */
  List<Sealed> after(SealedColumn column, String key, int most) {
    return staging
        .sql(page(column, "AND %s > ?::%s".formatted(column.key(), column.keyType())))
        .param(key)
        .param(most)
        .query((row, number) -> new Sealed(row.getString(1), row.getString(2), row.getBytes(3)))
        .list();
  }

  /** Puts values into the place of those that were read, where nobody did so meanwhile. */
  int replace(SealedColumn column, List<Sealed> read, List<byte[]> fresh) {
    return staging
        .sql(
            """
            UPDATE %1$s t SET %2$s = n.fresh
            FROM unnest(?::text[]::%4$s[], ?::bytea[], ?::bytea[]) AS n (key, read, fresh)
            WHERE t.%3$s = n.key AND t.%2$s = n.read
            """
                .formatted(column.table(), column.column(), column.key(), column.keyType()))
        .param(read.stream().map(Sealed::key).toArray(String[]::new))
        .param(read.stream().map(Sealed::value).toArray(byte[][]::new))
        .param(fresh.toArray(byte[][]::new))
        .update();
  }

  private static String page(SealedColumn column, String condition) {
    return """
        SELECT %1$s::text, %2$s, %3$s FROM %4$s
        WHERE %3$s IS NOT NULL %5$s
        ORDER BY %1$s LIMIT ?
        """
        .formatted(column.key(), column.owner(), column.column(), column.table(), condition);
  }
}
