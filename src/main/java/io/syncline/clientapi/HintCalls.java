package io.syncline.clientapi;

import static java.util.stream.Collectors.toMap;

import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.platform.Hint;
import io.syncline.clientapi.platform.Hooks;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.core.secret.SignedCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Takes the calls by which platforms say that something has changed (decision 0101). They start
 * nothing: the account is read soon, as it would be later.
 */
@Component
final class HintCalls {
  private final CredentialStore credentials;
  private final HintStore hints;
  private final Map<String, Hooks> hooks;

  HintCalls(CredentialStore credentials, HintStore hints, List<Hooks> hooks) {
    this.credentials = credentials;
    this.hints = hints;
    this.hooks = hooks.stream().collect(toMap(Hooks::platform, it -> it));
  }

  /** Takes a call, and waits for nothing. */
  ApiAnswer received(@Body ApiRequest call) {
    SignedCall signed = call.signed().orElseThrow(HintCalls::unsigned);
    UUID id = RunQuery.uuid(call.part("credentialId")).orElseThrow(HintCalls::unsigned);
    Hint hint =
        credentials
            .find(id)
            .flatMap(credential -> heard(credential, signed))
            .orElseThrow(HintCalls::unsigned);
    hints.take(id, hint);
    return new ApiAnswer(202, Map.of(), Map.of());
  }

  private Optional<Hint> heard(Credential credential, SignedCall signed) {
    return Optional.ofNullable(hooks.get(credential.platform()))
        .flatMap(platform -> platform.heard(credential, signed));
  }

  /** The same for everything that is wrong, so that nobody learns which accounts there are. */
  private static RequestRefused unsigned() {
    return RequestRefused.of(
        401,
        "UNAUTHENTICATED",
        "The signature is missing or wrong",
        "Sign as the account's platform does, by the secret of the app and for this account");
  }
}
