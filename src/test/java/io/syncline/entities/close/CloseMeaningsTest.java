package io.syncline.entities.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseMeaningsTest {
  private final CloseMeanings meanings = new CloseMeanings();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          limit=100, remaining=0, reset=5 | 9 | {}                           | 5
          limit=100, remaining=0, reset=0.2 | - | {}                         | 1
          -                               | 9 | {}                           | 9
          -                               | - | {'error':{'rate_reset':3.4}} | 4
          -                               | - | {}                           | 2
          """)
  void the_wait_is_what_the_newest_header_says(
      String rateLimit, String retryAfter, String body, int seconds) throws Exception {
    Map<String, String> headers =
        rateLimit == null && retryAfter == null
            ? Map.of()
            : rateLimit == null
                ? Map.of("retry-after", retryAfter)
                : Map.of("ratelimit", rateLimit, "retry-after", String.valueOf(retryAfter));
    SourceAnswer answer =
        new SourceAnswer(429, new ObjectMapper().readTree(body.replace('\'', '"')), headers, false);
    assertThat(meanings.of(answer))
        .get()
        .isInstanceOfSatisfying(
            Meaning.Retry.class,
            retry -> assertThat(retry.after()).contains(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403})
  void a_key_that_is_not_accepted_stops_the_run(int status) throws Exception {
    SourceAnswer answer = new SourceAnswer(status, new ObjectMapper().readTree("{\"error\":\"\"}"));
    assertThat(meanings.of(answer))
        .get()
        .isInstanceOfSatisfying(
            Meaning.Stop.class, it -> assertThat(it.reason()).isEqualTo(StopReason.AUTH_FAILED));
  }

  @Test
  void a_cursor_that_has_ended_is_the_walk_s_affair_and_any_other_400_a_mistake() throws Exception {
    String ended = "{\"field-errors\":{\"cursor\":\"expired\"}}";
    assertThat(meanings.of(new SourceAnswer(400, new ObjectMapper().readTree(ended))))
        .contains(Meaning.ok());
    assertThat(meanings.of(new SourceAnswer(400, new ObjectMapper().readTree("{}"))))
        .get()
        .isInstanceOf(Meaning.Stop.class);
  }

  @Test
  void a_wall_refuses_no_key() {
    assertThat(meanings.of(new SourceAnswer(403, MissingNode.getInstance()))).isEmpty();
  }
}
