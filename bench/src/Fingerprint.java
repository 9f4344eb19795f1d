package bench;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Objects;

/** Row count and order-independent hash of the business columns of a table. */
record Fingerprint(long rows, BigInteger hash) {

  static Fingerprint ofTable(Database database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SalesSql.fingerprint(database.table()))) {
      result.next();
      return new Fingerprint(result.getLong(1), result.getBigDecimal(2).toBigInteger());
    }
  }

  static Fingerprint expected(Job job, Phase phase) {
    MessageDigest md5 = md5();
    BigInteger hash = BigInteger.ZERO;
    for (String asin : job.asinNames()) {
      for (LocalDate day : job.days()) {
        SalesRow row = SalesData.row(asin, Job.MARKETPLACE, day, phase.version);
        hash = hash.add(BigInteger.valueOf(rowHash(md5, row)));
      }
    }
    return new Fingerprint(job.rows(), hash);
  }

  private static long rowHash(MessageDigest md5, SalesRow row) {
    String text =
        row.asin()
            + '|'
            + row.marketplace()
            + '|'
            + row.parent()
            + '|'
            + row.variant()
            + '|'
            + row.standalone()
            + '|'
            + Objects.requireNonNullElse(row.parentAsin(), "-")
            + '|'
            + row.date()
            + '|'
            + row.units()
            + '|'
            + (row.price() == null ? "-" : row.price().toPlainString());
    byte[] digest = md5.digest(text.getBytes(StandardCharsets.UTF_8));
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << 8 | (digest[i] & 0xff);
    }
    return first >>> 4;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
