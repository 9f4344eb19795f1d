package io.syncline.core.upkeep;

/**
 * A materialized view over a table that a stream writes, in both databases. It is refreshed once
 * after the runs that wrote the table, without blocking its readers: it needs a unique index.
 *
 * @param table the table it is read from, without prefix
 */
public record RefreshedView(String pipeline, String view, String table) {

  public RefreshedView {
    if (!view.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not the name of a view: " + view);
    }
  }
}
