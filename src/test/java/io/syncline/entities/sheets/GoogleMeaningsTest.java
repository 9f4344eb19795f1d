package io.syncline.entities.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import io.syncline.support.SettableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleMeaningsTest {
  private final SettableClock clock = new SettableClock("2026-11-22T12:00:42Z");
  private final GoogleMeanings meanings = new GoogleMeanings("us@example.org", clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          400 | {'error':{'message':'Unable to parse range: X'}}                        | TAB_NOT_FOUND
          400 | {'error':{'message':'exceeds grid limits'}}                             | SOURCE_FAILED
          403 | {'error':{'status':'PERMISSION_DENIED'}}                                | AUTH_FAILED
          403 | {'error':{'errors':[{'reason':'accessNotConfigured'}]}}                 | AUTH_FAILED
          404 | {'error':{'status':'NOT_FOUND'}}                                        | SOURCE_NOT_FOUND
          404 | {'message':'no such page'}                                              | SOURCE_FAILED
          """)
  void what_trying_again_does_not_change_stops_the_run(int status, String body, StopReason reason)
      throws Exception {
    assertThat(meaning(status, body))
        .get()
        .isInstanceOfSatisfying(
            Meaning.Stop.class, stop -> assertThat(stop.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          429 | {'error':{'status':'RESOURCE_EXHAUSTED'}}
          403 | {'error':{'errors':[{'reason':'userRateLimitExceeded'}]}}
          403 | {'error':{'details':[{'reason':'RATE_LIMIT_EXCEEDED'}]}}
          """)
  void a_quota_that_is_used_up_is_there_again_in_the_next_minute(int status, String body)
      throws Exception {
    assertThat(meaning(status, body))
        .get()
        .isInstanceOfSatisfying(
            Meaning.Retry.class,
            retry -> assertThat(retry.after()).contains(Duration.ofSeconds(19)));
  }

  @Test
  void a_token_is_renewed_once() throws Exception {
    assertThat(meaning(401, "{}")).get().isInstanceOf(Meaning.Renew.class);
  }

  @Test
  void what_is_not_google_s_own_is_what_most_mean_by_it() throws Exception {
    assertThat(meanings.of(new SourceAnswer(403, MissingNode.getInstance()))).isEmpty();
    assertThat(meaning(200, "{}")).isEmpty();
    assertThat(meaning(503, "{}")).isEmpty();
  }

  private Optional<Meaning> meaning(int status, String body) throws Exception {
    return meanings.of(
        new SourceAnswer(status, new ObjectMapper().readTree(body.replace('\'', '"'))));
  }
}
