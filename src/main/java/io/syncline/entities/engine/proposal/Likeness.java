package io.syncline.entities.engine.proposal;

import io.syncline.entities.engine.value.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How much a header says the same as the name of a field. */
final class Likeness {
  static final int NONE = 0;
  private static final int PART = 1;
  private static final int WHOLE_IN_MORE = 2;
  private static final int SAME = 3;

  private Likeness() {}

  static int of(String header, String field) {
    Set<String> said = words(header);
    Set<String> named = words(field);
    if (said.isEmpty() || named.isEmpty()) {
      return NONE;
    }
    if (String.join("", said).equals(String.join("", named))) {
      return SAME;
    }
    if (said.containsAll(named)) {
      return WHOLE_IN_MORE;
    }
    return named.containsAll(said) ? PART : NONE;
  }

  /** Letters and digits between whatever else there is: {@code E-mail (work)} is three words. */
  private static Set<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (char sign : (Texts.normalized(text) + " ").toCharArray()) {
      if (Character.isLetterOrDigit(sign)) {
        word.append(sign);
      } else if (word.length() > 0) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return new LinkedHashSet<>(words);
  }
}
