package io.syncline.core.startup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes white space and line ends from both ends of every value, wherever it was configured:
 * editors, files of secrets and orchestrators add them, and a key with one of them is another key.
 */
public final class StrippedValues {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private StrippedValues() {}

  /** Puts stripped sources into the places of those that are there. */
  public static void apply(ConfigurableEnvironment environment) {
    MutablePropertySources sources = environment.getPropertySources();
    for (PropertySource<?> source : sources.stream().toList()) {
      String name = source.getName();
      if (source instanceof SystemEnvironmentPropertySource variables) {
        sources.replace(name, new SystemEnvironmentPropertySource(name, all(variables)));
      } else if (isOurs(source)) {
        sources.replace(
            name, new MapPropertySource(name, all((EnumerablePropertySource<?>) source)));
      }
    }
  }

  /** The JVM's own properties hold line ends on purpose. */
  private static boolean isOurs(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource
        && !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  private static Map<String, Object> all(EnumerablePropertySource<?> source) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : source.getPropertyNames()) {
      Object value = source.getProperty(name);
      if (value != null) {
        values.put(name, value instanceof CharSequence text ? strip(text.toString()) : value);
      }
    }
    return values;
  }

  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char one) {
    return Character.isWhitespace(one) || Character.isSpaceChar(one) || one == BYTE_ORDER_MARK;
  }
}
