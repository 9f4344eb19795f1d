package io.syncline.core.schedule;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Quartz's expressions in words of English, whatever the locale of the JVM. */
final class CronWords {
  private static final CronParser QUARTZ =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
  private static final CronDescriptor ENGLISH = CronDescriptor.instance(Locale.ENGLISH);

  /** What their library says, and how people say it. */
  private static final Map<Pattern, String> PLAIN =
      Map.of(
          Pattern.compile("\\bat ([A-Z]\\w+day(?:(?:, | and | to )[A-Z]\\w+day)*) days?"), "on $1",
          Pattern.compile("Monday, Tuesday, Wednesday, Thursday and Friday"), "Monday to Friday",
          Pattern.compile("\\bat ([A-Z]\\w+) month"), "in $1",
          Pattern.compile("\\bat (\\d+) day\\b"), "on day $1",
          Pattern.compile("\\bat (\\d+) minute "), "at minute $1, ",
          Pattern.compile("\\bat ([\\d, and]+) hours"), "at $1 o'clock");

  private CronWords() {}

  /** None where cron-utils does not read what Quartz does (decision 0064). */
  static Optional<String> of(Cron cron) {
    try {
      return cron.quartz().map(QUARTZ::parse).map(ENGLISH::describe).map(CronWords::plain);
    } catch (RuntimeException e) { // whatever its parser or its words stumble over
      return Optional.empty();
    }
  }

  private static String plain(String words) {
    String plain = words;
    for (Map.Entry<Pattern, String> one : PLAIN.entrySet()) {
      plain = one.getKey().matcher(plain).replaceAll(one.getValue());
    }
    return plain;
  }
}
