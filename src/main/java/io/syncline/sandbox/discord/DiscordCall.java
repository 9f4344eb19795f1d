package io.syncline.sandbox.discord;

/** A webhook execution as Discord sees it; a missing header or body is empty text. */
record DiscordCall(
    String webhookId, int version, boolean waits, String contentType, String agent, String body) {

  /** What an address without a version means, and still the oldest one served. */
  static final int UNVERSIONED = 6;

  private static final int FIRST_IN_SECONDS = 8;

  boolean countsMillis() {
    return version < FIRST_IN_SECONDS;
  }
}
