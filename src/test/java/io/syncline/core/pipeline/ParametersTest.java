package io.syncline.core.pipeline;

import static io.syncline.core.pipeline.Parameter.choice;
import static io.syncline.core.pipeline.Parameter.exactlyOne;
import static io.syncline.core.pipeline.Parameter.flag;
import static io.syncline.core.pipeline.Parameter.mark;
import static io.syncline.core.pipeline.Parameter.text;
import static io.syncline.core.pipeline.Parameter.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.RequestRefused;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static final Parameters SYNC =
      Parameters.of(
              choice("mode", "hourly", "master").orElse("hourly"),
              choice("market", "us", "uk").orElse("us"),
              choice("range", "1month", "1year").beside("mode", "master"))
          .debugging();
  private static final Parameters PRICES =
      Parameters.of(
          text("sku", "\\S.{0,9}", "one SKU").as(String::strip),
          text("region", "[A-Za-z]{2}", "a region").as(region -> region.toUpperCase(Locale.ROOT)),
          flag("force"));
  private static final Parameters CODES =
      Parameters.of(exactlyOne(texts("codes", 3, 5), mark("all"), mark("rest")).orElse("all"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                | {\"mode\":\"hourly\",\"market\":\"us\"}",
        "{\"market\":null}                                 | {\"mode\":\"hourly\",\"market\":\"us\"}",
        "{\"range\":\"1year\",\"market\":\"uk\"}             | {\"mode\":\"hourly\",\"market\":\"uk\"}",
        "{\"range\":\"1year\",\"mode\":\"master\"}           | {\"mode\":\"master\",\"market\":\"us\",\"range\":\"1year\"}"
      })
  void words_are_kept_in_the_order_declared_and_only_where_they_say_something(
      String asked, String kept) {
    assertThat(check(SYNC, asked).parameters()).hasToString(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"sku\":\"AB 1 \",\"region\":\"uk\"} | {\"sku\":\"AB 1\",\"region\":\"UK\"}",
        "{\"force\":\"true\"}                  | {\"force\":true}",
        "{\"force\":false}                     | {}"
      })
  void texts_are_kept_in_their_form_and_flags_where_they_are_set(String asked, String kept) {
    assertThat(check(PRICES, asked).parameters()).hasToString(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                            | {\"all\":true}",
        "{\"rest\":true}               | {\"rest\":true}",
        "{\"codes\":[\"B\",\"A\",\"B\"]} | {\"codes\":[\"B\",\"A\"]}"
      })
  void one_of_several_is_kept_and_each_text_once(String asked, String kept) {
    assertThat(check(CODES, asked).parameters()).hasToString(kept);
  }

  @Test
  void what_may_be_asked_is_described_and_what_is_given_is_not() {
    assertThat(SYNC.fixing("market", "us").described())
        .extracting(it -> it.name() + " " + it.type() + " " + it.words() + " " + it.otherwise())
        .containsExactly(
            "mode word [hourly, master] Optional[hourly]",
            "range word [1month, 1year] Optional.empty",
            "dry_run boolean [] Optional.empty",
            "debug boolean [] Optional.empty");
    assertThat(PRICES.described())
        .extracting(it -> it.name() + ": " + it.mustBe().orElse(""))
        .containsExactly("sku: one SKU", "region: a region", "force: ", "dry_run: ");
    assertThat(CODES.described())
        .extracting(it -> it.name() + " " + it.type() + " of " + it.exactlyOne())
        .containsExactly(
            "codes texts of [codes, all, rest]",
            "all boolean of [codes, all, rest]",
            "rest boolean of [codes, all, rest]",
            "dry_run boolean of []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"codes\":[]}",
        "{\"codes\":\"A\"}",
        "{\"codes\":[\" \"]}",
        "{\"codes\":[7]}",
        "{\"codes\":[\"A\\u0000\"]}",
        "{\"codes\":[\"TOOLONG\"]}",
        "{\"codes\":[\"A\",\"B\",\"C\",\"D\"]}",
        "{\"codes\":[\"A\"],\"all\":true}",
        "{\"all\":false}",
        "{\"all\":\"true\"}",
        "{\"all\":true,\"dryrun\":true}",
        "{\"dry_run\":\"yes\"}"
      })
  void what_says_too_little_or_too_much_is_refused(String asked) {
    refused(CODES, asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"market\":\"xx\"}  | market | us, uk",
        "{\"market\":\"\"}    | market | us, uk",
        "{\"marked\":\"us\"}  | marked | mode, market, range, dry_run, debug",
        "{\"dry_run\":\"x\"}  | dry_run | true, false"
      })
  void a_refusal_names_what_is_allowed(String asked, String name, String allowed) {
    RequestRefused refusal = refused(SYNC, asked);
    assertThat(refusal.problem().members())
        .containsEntry("parameter", name)
        .containsEntry("allowed", List.of(allowed.split(", ")));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false"})
  void switches_of_a_run_are_no_parameters_of_it(boolean set, boolean is) {
    Parameters.Asked asked = check(SYNC, "{\"dry_run\":" + set + ",\"debug\":\"" + set + "\"}");
    assertThat(asked.dryRun()).isEqualTo(is);
    assertThat(asked.debug()).isEqualTo(is);
    assertThat(asked.parameters().has("dry_run")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"mode\":\"hourly\"}", "{\"mode\":\"master\"}"})
  void what_is_given_cannot_be_asked(String asked) {
    Parameters master = SYNC.fixing("mode", "master");
    refused(master, asked);
    assertThat(check(master, "{\"range\":\"1year\"}").parameters().path("mode").asText())
        .isEqualTo("master");
  }

  private static RequestRefused refused(Parameters parameters, String asked) {
    RequestRefused[] refusal = new RequestRefused[1];
    assertThatThrownBy(() -> check(parameters, asked))
        .isInstanceOfSatisfying(RequestRefused.class, it -> refusal[0] = it);
    assertThat(refusal[0].problem().status()).isEqualTo(400);
    return refusal[0];
  }

  private static Parameters.Asked check(Parameters parameters, String asked) {
    try {
      return parameters.check(new ObjectMapper().readTree(asked));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(asked, e);
    }
  }
}
