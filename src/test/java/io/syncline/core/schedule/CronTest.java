package io.syncline.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 */6 * * *       | 0 0 */6 * * ?",
        "0 * * * *         | 0 0 * * * ?",
        "30 2 * * 0        | 0 30 2 ? * SUN",
        "30 2 * * 7        | 0 30 2 ? * SUN",
        "0 9 * * 1-5       | 0 0 9 ? * MON,TUE,WED,THU,FRI",
        "0 9 * * 5-7       | 0 0 9 ? * SUN,FRI,SAT",
        "0 9 * * MON-SUN   | 0 0 9 ? * *",
        "0 9 * * */2       | 0 0 9 ? * SUN,TUE,THU,SAT",
        "0 9 * * mon,3     | 0 0 9 ? * MON,WED",
        "0 9 * * 0-7       | 0 0 9 ? * *",
        "0 9 * * SUN-THU   | 0 0 9 ? * SUN,MON,TUE,WED,THU",
        "0 9 * * 0-4/2     | 0 0 9 ? * SUN,TUE,THU",
        "0 9 * * 5/2       | 0 0 9 ? * FRI",
        "0 9 * * sun/3     | 0 0 9 ? * SUN,WED,SAT",
        "0 22-2 L * *      | 0 0 22-2 L * ?",
        "15 1 1,15 * *     | 0 15 1 1,15 * ?",
        "0 0 1 JAN *       | 0 0 0 1 JAN ?"
      })
  void five_fields_become_quartz(String unix, String quartz) {
    String expected = quartz.equals("0 0 9 ? * *") ? "0 0 9 * * ?" : quartz;
    assertThat(Cron.parse(unix).quartz()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 12 ? * MON-FRI   | 0 0 12 ? * MON-FRI",
        "0 0 12 1 * ? 2098    | 0 0 12 1 * ? 2098",
        "0 0 12 * * *         | 0 0 12 * * ?",
        "0 0 12 * * MON       | 0 0 12 ? * MON",
        "0 0 12 ? feb fri     | 0 0 12 ? FEB FRI",
        "0 0 12 31W * ?       | 0 0 12 31W * ?",
        "0 0 12 L * ?         | 0 0 12 L * ?"
      })
  void quartz_expressions_are_taken(String given, String quartz) {
    assertThat(Cron.parse(given).quartz()).contains(quartz);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 31 2 *",
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "0 0 0 31 2 ?",
        "0 0 0 1 1 ? 2020",
        "0 0 0 29 2 ? 2027"
      })
  void a_schedule_that_will_never_fire_is_refused(String given) {
    assertThat(Cron.parse(given).quartz()).isEmpty();
    assertThat(Cron.parse(given).fault().orElseThrow()).startsWith("it will never fire");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 29 2 *", "0 0 31 1-3 *", "0 0 0 LW 2 ?", "0 0 0 ? * MON#5"})
  void a_schedule_that_fires_seldom_is_taken(String given) {
    assertThat(Cron.parse(given).fault()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * *      | field 1 (minutes)",
        "0 24 * * *      | field 2 (hours)",
        "0 0 32 * *      | field 3 (day of month)",
        "0 0 * 13 *      | field 4 (month)",
        "0 0 * * 8       | field 5 (day of week)",
        "0 0 * * FUN     | field 5 (day of week)",
        "0 0 * * 5-1     | field 5 (day of week)",
        "0 0 1 * 1       | day of month and day of week cannot both be set",
        "99 0 * * 8      | field 1 (minutes)",
        "0 0 25 * * ?    | field 3 (hours)",
        "0 0 0 ? * ?     | field",
        "*/0 * * * *     | field 1 (minutes)",
        "0 0 * * 3/      | field 5 (day of week)",
        "0 0 0 ? * 3#    | field 6 (day of week)",
        "0 0 0 * JAN-5 ? | Quartz does not read it",
        "every hour      | 2 fields"
      })
  void a_wrong_schedule_names_its_position(String given, String fault) {
    assertThat(Cron.parse(given).quartz()).isEmpty();
    assertThat(Cron.parse(given).fault().orElseThrow()).contains(fault);
  }

  @Test
  void never_is_an_expression() {
    assertThat(Cron.parse(Cron.NEVER).quartz()).contains(Cron.NEVER);
  }
}
