package io.syncline.clientapi;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.syncline.core.record.StorableText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order members of these names are written, and what stands before each value. Records of
 * a platform have a few dozen shapes, so nearly all objects find theirs; to order and quote names
 * was a quarter of what it costs to write a record.
 *
 * @param names as they came
 * @param places of the values, in the order in which they are written
 * @param heads what is written before each of them: {@code {"name":} or {@code ,"name":}
 * @param isStorable whether {@code jsonb} holds these names
 */
record MemberShape(String[] names, int[] places, String[] heads, boolean isStorable) {
  private static final JsonStringEncoder QUOTES = JsonStringEncoder.getInstance();
  private static final int MOST = 1_024;
  private static final int WIDEST = 100; // names, and
  private static final int LONGEST = 2_000; // characters: what a source invents fills no memory
  private static final AtomicReferenceArray<MemberShape> KNOWN = new AtomicReferenceArray<>(MOST);

  static MemberShape of(String[] names) {
    int slot = Arrays.hashCode(names) & (MOST - 1);
    MemberShape known = KNOWN.get(slot);
    if (known != null && Arrays.equals(known.names, names)) {
      return known;
    }
    MemberShape made = made(names);
    if (names.length <= WIDEST && Stream.of(made.heads).mapToInt(String::length).sum() <= LONGEST) {
      KNOWN.set(slot, made);
    }
    return made;
  }

  private static MemberShape made(String[] names) {
    int[] places =
        IntStream.range(0, names.length)
            .boxed()
            .sorted(Comparator.comparing(i -> names[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    String[] heads = new String[names.length];
    for (int i = 0; i < heads.length; i++) {
      StringBuilder head = new StringBuilder().append(i == 0 ? '{' : ',').append('"');
      QUOTES.quoteAsString(names[places[i]], head);
      heads[i] = head.append("\":").toString();
    }
    boolean isStorable = Stream.of(names).allMatch(StorableText::isStorable);
    return new MemberShape(names, places, heads, isStorable);
  }
}
