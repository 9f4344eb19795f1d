package io.syncline.command;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncline.core.error.StartupRefused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "token", description = "Prints a token for the HTTP API, signed with JWT_SECRET.")
final class TokenCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int SHORTEST_SECRET = 32;

  private final Clock clock;
  private final Supplier<String> secret;

  @Spec private CommandSpec spec;

  @Option(names = "--role", required = true, description = "admin or viewer")
  private Role role;

  @Option(
      names = "--ttl",
      defaultValue = "1h",
      description = "at most 24h, default ${DEFAULT-VALUE}")
  private Duration ttl;

  @Option(names = "--subject", defaultValue = "cli", description = "who it is for")
  private String subject;

  TokenCommand(Clock clock, Supplier<String> secret) {
    this.clock = clock;
    this.secret = secret;
  }

  @Override
  public Integer call() throws JOSEException {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new ParameterException(spec.commandLine(), "--ttl must be 1s to 24h.");
    }
    spec.commandLine().getOut().println(token(key()));
    return ExitCodes.DONE;
  }

  private byte[] key() {
    byte[] key = secret.get().getBytes(StandardCharsets.UTF_8);
    if (key.length < SHORTEST_SECRET) {
      throw new StartupRefused(
          "JWT_SECRET is not set or too short.",
          "Set JWT_SECRET to the service's, or run this where the service's data directory is.");
    }
    return key;
  }

  private String token(byte[] key) throws JOSEException {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ttl)))
            .claim("role", role.name().toLowerCase(Locale.ROOT))
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  private enum Role {
    ADMIN,
    VIEWER
  }
}
