package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;

class TokenCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "0123456789-0123456789-0123456789";

  @Test
  void a_token_carries_who_what_and_until_when() throws Exception {
    Outcome outcome = run(SECRET, "--role", "admin", "--ttl", "1h", "--subject", "ann");
    assertThat(outcome.code()).isZero();
    SignedJWT token = SignedJWT.parse(outcome.text().trim());
    assertThat(token.verify(new MACVerifier(SECRET.getBytes(StandardCharsets.UTF_8)))).isTrue();
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
    assertThat(token.getJWTClaimsSet().getStringClaim("role")).isEqualTo("admin");
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ann");
    assertThat(token.getJWTClaimsSet().getIssueTime().toInstant()).isEqualTo(NOW);
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void a_longer_life_than_a_day_is_bad_usage() {
    assertThat(run(SECRET, "--role", "viewer", "--ttl", "25h").code()).isEqualTo(3);
  }

  @Test
  void an_unknown_role_is_bad_usage() {
    assertThat(run(SECRET, "--role", "root").code()).isEqualTo(3);
  }

  @Test
  void without_a_secret_it_fails_and_names_the_variable() {
    Outcome outcome = run("short", "--role", "viewer");
    assertThat(outcome.code()).isOne();
    assertThat(outcome.text()).contains("JWT_SECRET");
  }

  private static Outcome run(String secret, String... arguments) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    CommandLine line =
        new CommandLine(new SynclineCommand())
            .addSubcommand(new TokenCommand(clock, () -> secret))
            .setOut(writer)
            .setErr(writer)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(new FailedCommand())
            .registerConverter(Duration.class, DurationStyle::detectAndParse);
    String[] all = Stream.concat(Stream.of("token"), Stream.of(arguments)).toArray(String[]::new);
    return new Outcome(line.execute(all), text.toString());
  }

  private record Outcome(int code, String text) {}
}
