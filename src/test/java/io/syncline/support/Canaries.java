package io.syncline.support;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets that a test has planted, and where they show. */
public final class Canaries {
  private static final String TABLES =
      "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
          + " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
          + " AND table_schema NOT IN ('pg_catalog', 'information_schema')";

  private final Map<String, List<String>> forms;

  public Canaries(Collection<String> secrets) {
    forms =
        secrets.stream()
            .distinct()
            .collect(Collectors.toMap(secret -> secret, secret -> forms(secret).toList()));
  }

  /**
   * Those that a text shows: as they are, for an address, in hex or, wherever it begins, base64.
   */
  public List<String> in(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return forms.entrySet().stream()
        .filter(
            secret ->
                small.contains(hex(secret.getKey()))
                    || secret.getValue().stream().anyMatch(text::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Every value of every table, as a dump would have it. */
  public static String dump(JdbcClient database) {
    return database.sql(TABLES).query(String.class).list().stream()
        .flatMap(
            table ->
                database
                    .sql("SELECT t::text FROM " + table + " t")
                    .query(String.class)
                    .list()
                    .stream())
        .collect(Collectors.joining("\n"));
  }

  private static String hex(String secret) {
    return HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<String> forms(String secret) {
    return Stream.concat(
        Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)),
        IntStream.rangeClosed(0, 2)
            .boxed()
            .flatMap(
                before ->
                    Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                        .map(encoder -> inner(encoder.withoutPadding(), before, secret))));
  }

  /** What is the same whatever stands before and behind it. */
  private static String inner(Base64.Encoder encoder, int before, String secret) {
    byte[] bytes = ("\0".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
    String text = encoder.encodeToString(bytes);
    int mixed = before == 0 ? 0 : before + 1;
    return text.substring(mixed, bytes.length % 3 == 0 ? text.length() : text.length() - 1);
  }
}
