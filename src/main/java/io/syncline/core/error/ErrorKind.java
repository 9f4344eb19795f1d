package io.syncline.core.error;

import java.util.Locale;

/** The four categories in which errors are counted (document 004, "Error Categories"). */
public enum ErrorKind {
  DB,
  API,
  PARSE,
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The code of an error of which no more is known than its kind. */
  public String code() {
    return name() + "_ERROR";
  }
}
