package io.syncline.api;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of expressions of Prometheus, which metrics they ask for and by which labels. */
final class PromQl {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring) \\([^)]*\\)");
  private static final Pattern SELECTED =
      Pattern.compile("\\b([a-z_:][a-zA-Z0-9_:]*)\\b(?:\\{([^}]*)})?(?!\\s*\\()");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "h", "m", "s", "d");

  private PromQl() {}

  /** The names of the metrics, and as {@code name{label}} the labels that they are selected by. */
  static Set<String> asked(String expression) {
    Set<String> asked = new TreeSet<>();
    Matcher grouped = GROUPING.matcher(expression.replaceAll("\\[[^]]*]", ""));
    Matcher found = SELECTED.matcher(grouped.replaceAll(""));
    while (found.find()) {
      if (!WORDS.contains(found.group(1))) {
        asked.add(found.group(1));
        labels(found.group(1), found.group(2), asked);
      }
    }
    return asked;
  }

  private static void labels(String metric, String matchers, Set<String> asked) {
    if (matchers != null) {
      LABEL
          .matcher(matchers.replaceAll("\"[^\"]*\"", ""))
          .results()
          .forEach(label -> asked.add(metric + "{" + label.group(1) + "}"));
    }
  }
}
