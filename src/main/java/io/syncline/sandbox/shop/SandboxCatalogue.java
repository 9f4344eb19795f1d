package io.syncline.sandbox.shop;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The products the simulated shop sells; immutable, so threads may share it. */
public final class SandboxCatalogue {

  private static final int SUFFIX_LENGTH = 8;
  private static final int GROUP = 10;
  private static final int CHILDREN = 3;

  private final Dice dice;
  private final List<String> asins;
  private final Map<String, Integer> positions;

  public SandboxCatalogue(SandboxSettings settings) {
    this.dice = new Dice(settings.seed());
    this.asins = drawAsins(settings.junglescout().products());
    this.positions =
        IntStream.range(0, asins.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(asins::get, Function.identity()));
  }

  /** Lists every ASIN of the shop, including the few Jungle Scout does not know. */
  public List<String> asins() {
    return asins;
  }

  public Dice dice() {
    return dice;
  }

  public boolean isKnown(String asin) {
    Integer position = positions.get(asin);
    return position != null && position % 50 != 37;
  }

  public boolean lacksRankData(String asin) {
    return positions.getOrDefault(asin, 0) % 40 == 16;
  }

  /** Positions 0 to 3 of every ten are a parent and its variants, the others stand alone. */
  public Family family(String asin) {
    int position = positions.getOrDefault(asin, GROUP - 1);
    int first = position - position % GROUP;
    boolean complete = first + CHILDREN < asins.size();
    if (position % GROUP > CHILDREN || !complete) {
      return new Family(asin, "", List.of());
    }
    return new Family(asin, asins.get(first), asins.subList(first + 1, first + 1 + CHILDREN));
  }

  private List<String> drawAsins(int count) {
    Set<String> drawn = new LinkedHashSet<>();
    for (int attempt = 0; drawn.size() < count; attempt++) {
      String text = Long.toUnsignedString(dice.roll("asin", attempt), Character.MAX_RADIX);
      String suffix = "0".repeat(SUFFIX_LENGTH) + text.toUpperCase(Locale.ROOT);
      drawn.add("B0" + suffix.substring(suffix.length() - SUFFIX_LENGTH));
    }
    return List.copyOf(drawn);
  }
}
