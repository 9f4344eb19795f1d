package io.syncline.console;

import java.time.Instant;

/** A moment as the console shows it: for the machine, exactly, and from here. */
record TimeView(String machine, String absolute, String relative) {

  static TimeView of(Instant time, Instant now) {
    return new TimeView(time.toString(), Words.absolute(time), Words.relative(time, now));
  }
}
