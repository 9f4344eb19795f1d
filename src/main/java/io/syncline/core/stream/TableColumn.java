package io.syncline.core.stream;

/**
 * A column of a table that is there.
 *
 * @param type without a length, as a value is cast to it
 * @param declared with its length, precision and scale; of a domain, the type that it is over
 * @param category PostgreSQL's, such as {@code N} for numbers
 * @param required whether it takes no NULL
 * @param defaulted whether a row that does not name it gets a value
 * @param generated whether nobody may write it
 * @param comparable whether two of its values can be compared
 */
public record TableColumn(
    String name,
    String type,
    String declared,
    String category,
    boolean required,
    boolean defaulted,
    boolean generated,
    boolean comparable) {

  Column column() {
    return Column.own(name, type, comparable);
  }
}
