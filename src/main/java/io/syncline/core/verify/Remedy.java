package io.syncline.core.verify;

/** What a repair does about a row that the two databases do not have alike. */
enum Remedy {
  /** Staging's row is copied. */
  WRITE("rows_to_write"),
  /** Only production has it, and it is taken away. */
  DELETE("rows_to_delete"),
  /** Only production has it, and it stays. */
  LEAVE("rows_left"),
  /** Its key cannot name it, or staging has several values for it: people have to look. */
  UNCLEAR("rows_unclear");

  private final String word;

  Remedy(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
