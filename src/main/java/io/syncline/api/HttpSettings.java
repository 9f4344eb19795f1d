package io.syncline.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many requests are served at once and kept waiting, for short calls, for those that wait for a
 * run and for calls of pages, and what a refused caller is told.
 */
@ConfigurationProperties("syncline.http")
record HttpSettings(
    int shortThreads,
    int shortQueue,
    int longThreads,
    int longQueue,
    int pageCalls,
    int pageQueue,
    Duration pageWait,
    Duration retryAfter) {

  HttpSettings {
    if (shortThreads < 1
        || longThreads < 1
        || pageCalls < 1
        || shortQueue < 0
        || longQueue < 0
        || pageQueue < 0) {
      throw new IllegalArgumentException(
          "syncline.http: at least one thread of each kind and no negative queue");
    }
  }
}
