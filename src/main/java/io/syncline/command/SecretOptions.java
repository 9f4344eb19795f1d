package io.syncline.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Secrets of a credential: with a value, or bare to be asked for, so that no history keeps them.
 */
final class SecretOptions {
  private static final String ASKED = "";

  @Option(
      names = "--access-token",
      arity = "0..1",
      fallbackValue = ASKED,
      paramLabel = "<token>",
      description = "without a value it is asked for, as the next two")
  private @Nullable String accessToken;

  @Option(names = "--refresh-token", arity = "0..1", fallbackValue = ASKED, paramLabel = "<token>")
  private @Nullable String refreshToken;

  @Option(names = "--app-secret", arity = "0..1", fallbackValue = ASKED, paramLabel = "<secret>")
  private @Nullable String appSecret;

  /** Adds those that are given, asking for the others in this order, a line each. */
  void addTo(ObjectNode body, SecretPrompt prompt) {
    given(accessToken, "access token", prompt).ifPresent(it -> body.put("access_token", it));
    given(refreshToken, "refresh token", prompt).ifPresent(it -> body.put("refresh_token", it));
    given(appSecret, "app secret", prompt).ifPresent(it -> body.put("app_secret", it));
  }

  private static Optional<String> given(@Nullable String option, String name, SecretPrompt prompt) {
    return Optional.ofNullable(option).map(it -> it.equals(ASKED) ? prompt.ask(name) : it);
  }
}
