package io.syncline.core.secret;

import java.util.Locale;

/**
 * Somebody who may sign in to the console, besides {@code admin}.
 *
 * @param hash bcrypt's, with its cost and salt
 */
public record ConsoleUser(String name, Role role, String hash) {

  /** What a user may do: look, or press buttons too. */
  public enum Role {
    VIEWER,
    ADMIN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The line that says so. */
  public String line() {
    return name + ":" + role.word() + ":" + hash;
  }

  @Override
  public String toString() {
    return name + ", " + role.word();
  }
}
