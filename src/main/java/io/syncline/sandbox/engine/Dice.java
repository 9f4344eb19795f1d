package io.syncline.sandbox.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Throws that depend on the seed and the named parts only, so the data needs no memory. */
public record Dice(String seed) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public long roll(Object... parts) {
    long hash = absorb(FNV_OFFSET, seed);
    for (Object part : parts) {
      hash = absorb(hash, String.valueOf(part));
    }
    return spread(hash);
  }

  public int below(int bound, Object... parts) {
    return (int) Long.remainderUnsigned(roll(parts), bound);
  }

  public boolean oneIn(int share, Object... parts) {
    return below(share, parts) == 0;
  }

  public <T> T pick(List<T> choices, Object... parts) {
    return choices.get(below(choices.size(), parts));
  }

  public String digits(int length, Object... parts) {
    String text = Long.toUnsignedString(roll(parts));
    return ("0".repeat(length) + text).substring(text.length());
  }

  private static long absorb(long hash, String text) {
    long result = hash;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      result = (result ^ octet) * FNV_PRIME;
    }
    // A separator, so that ("ab", "c") and ("a", "bc") differ.
    return (result ^ 0x1f) * FNV_PRIME;
  }

  // FNV leaves the low bits of similar texts alike; neighbouring dates must not look alike.
  private static long spread(long hash) {
    long result = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    result = (result ^ (result >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return result ^ (result >>> 33);
  }
}
