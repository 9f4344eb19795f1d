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
}
