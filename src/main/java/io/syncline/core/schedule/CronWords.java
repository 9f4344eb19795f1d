package io.syncline.core.schedule;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.Locale;
import java.util.Optional;

/** Quartz's expressions in words of English, whatever the locale of the JVM. */
final class CronWords {
  private static final CronParser QUARTZ =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
  private static final CronDescriptor ENGLISH = CronDescriptor.instance(Locale.ENGLISH);

  private CronWords() {}

  /** None where cron-utils does not read what Quartz does (decision 0064). */
  static Optional<String> of(Cron cron) {
    try {
      return cron.quartz().map(QUARTZ::parse).map(ENGLISH::describe);
    } catch (RuntimeException e) { // whatever its parser or its words stumble over
      return Optional.empty();
    }
  }
}
