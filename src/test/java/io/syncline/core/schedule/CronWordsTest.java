package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0 * * * * | every hour",
        "*/5 * * * * | every 5 minutes",
        "0 */6 * * * | every 6 hours at minute 0",
        "0 1,9,17 * * * | at 1, 9 and 17 o'clock",
        "30 1,9 * * * | at minute 30, at 1 and 9 o'clock",
        "30 4 * * 0 | at 04:30 on Sunday",
        "15 3 * * 1-5 | at 03:15 on Monday to Friday",
        "0 8 1 * * | at 08:00 on day 1",
        "0 9 1 1 * | at 09:00 on day 1 in January",
        "0/2 * * * * ? | every 2 seconds"
      })
  void a_cron_is_told_as_people_say_it(String cron, String words) {
    assertThat(CronWords.of(Cron.parse(cron))).contains(words);
  }

  @Test
  void words_are_left_out_where_quartz_reads_what_their_library_does_not() {
    assertThat(CronWords.of(Cron.parse("0 0 3 ? JAN-5 MON"))).isEmpty();
    assertThat(CronWords.of(Cron.parse("off"))).isEmpty();
  }

  @Test
  void words_are_english_whatever_the_locale() {
    Locale own = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(CronWords.of(Cron.parse("0 * * * *"))).contains("every hour");
    } finally {
      Locale.setDefault(own);
    }
  }
}
