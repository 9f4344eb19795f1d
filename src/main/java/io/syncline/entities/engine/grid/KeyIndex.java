package io.syncline.entities.engine.grid;

import io.syncline.entities.engine.mapping.OnDuplicateKey;
import io.syncline.entities.engine.value.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Which keys a whole read has, in some 70 bytes a key, whatever its rows hold
 * (mapping#32-the-same-key-twice-in-one-read): a first pass fills it, a second one asks. One thread
 * at a time.
 */
public final class KeyIndex {
  private static final int FIRST_SIZE = 1 << 10;
  private static final int WORDS = 4;

  private final OnDuplicateKey rule;
  private final MessageDigest sha = Digests.sha256();

  /** By slot: two words of the key's hash, two of its first row's. */
  private long[] words = new long[FIRST_SIZE * WORDS];

  /** By slot: positions from 1 of the first and the last row; 0 where the slot is free. */
  private int[] first = new int[FIRST_SIZE];

  private int[] last = new int[FIRST_SIZE];
  private boolean[] differs = new boolean[FIRST_SIZE];
  private int size;
  private int rows;

  public KeyIndex(OnDuplicateKey rule) {
    this.rule = rule;
  }

  /** What becomes of a row among those of its key. */
  public enum Verdict {
    USED,
    DUPLICATE_ROW,
    REJECTED,
    LEFT_OUT
  }

  /** Takes a row of the first pass. */
  public void add(ReadRow row) {
    rows++;
    if (row.key().isEmpty()) {
      return;
    }
    if (size * 2 >= first.length) {
      grow();
    }
    ByteBuffer hash = hash(row.key().get().normalized());
    long one = hash.getLong();
    long two = hash.getLong();
    ByteBuffer digest = ByteBuffer.wrap(row.digest());
    int slot = slot(words, first, one, two);
    if (first[slot] == 0) {
      set(words, slot, one, two, digest.getLong(), digest.getLong());
      first[slot] = row.position() + 1;
      size++;
    } else {
      int at = slot * WORDS;
      differs[slot] |= words[at + 2] != digest.getLong() || words[at + 3] != digest.getLong();
    }
    last[slot] = row.position() + 1;
  }

  /** What becomes of a row, once all rows were added. */
  public Verdict verdict(ReadRow row) {
    int slot = row.key().map(key -> slot(key.normalized())).orElse(-1);
    if (slot < 0 || first[slot] == last[slot]) {
      return Verdict.USED;
    }
    int position = row.position() + 1;
    if (!differs[slot]) {
      return position == first[slot] ? Verdict.USED : Verdict.DUPLICATE_ROW;
    }
    if (rule == OnDuplicateKey.REJECT) {
      return Verdict.REJECTED;
    }
    int chosen = rule == OnDuplicateKey.FIRST ? first[slot] : last[slot];
    return position == chosen ? Verdict.USED : Verdict.LEFT_OUT;
  }

  /** Whether any row has the key, also one that was rejected. */
  public boolean has(String normalized) {
    return slot(normalized) >= 0;
  }

  /** How many rows were added. */
  public int rows() {
    return rows;
  }

  private int slot(String normalized) {
    ByteBuffer hash = hash(normalized);
    int slot = slot(words, first, hash.getLong(), hash.getLong());
    return first[slot] == 0 ? -1 : slot;
  }

  private ByteBuffer hash(String normalized) {
    return ByteBuffer.wrap(sha.digest(normalized.getBytes(StandardCharsets.UTF_8)));
  }

  private static int slot(long[] words, int[] taken, long one, long two) {
    int slot = (int) one & (taken.length - 1);
    while (taken[slot] != 0 && (words[slot * WORDS] != one || words[slot * WORDS + 1] != two)) {
      slot = (slot + 1) & (taken.length - 1);
    }
    return slot;
  }

  private static void set(long[] words, int slot, long... values) {
    System.arraycopy(values, 0, words, slot * WORDS, WORDS);
  }

  private void grow() {
    long[] oldWords = words;
    int[] oldFirst = first;
    int[] oldLast = last;
    boolean[] oldDiffers = differs;
    words = new long[oldWords.length * 2];
    first = new int[oldFirst.length * 2];
    last = new int[oldLast.length * 2];
    differs = new boolean[oldDiffers.length * 2];
    for (int old = 0; old < oldFirst.length; old++) {
      if (oldFirst[old] != 0) {
        long[] moved = Arrays.copyOfRange(oldWords, old * WORDS, (old + 1) * WORDS);
        int slot = slot(words, first, moved[0], moved[1]);
        set(words, slot, moved);
        first[slot] = oldFirst[old];
        last[slot] = oldLast[old];
        differs[slot] = oldDiffers[old];
      }
    }
  }
}
