package io.syncline.clientapi.admin;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.platform.Hooks;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Looks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Has platforms call this service when something changes, and has them stop it. */
@Component
public final class HookAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(HookAnswers.class);
  private static final String WORD = "clientapi";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final CredentialStore store;
  private final Map<String, Hooks> hooks;
  private final Looks looks;
  private final String publicUrl;

  HookAnswers(
      CredentialStore store,
      List<Hooks> hooks,
      Looks looks,
      @Value("${syncline.clientapi.public-url}") String publicUrl) {
    this.store = store;
    this.hooks = hooks.stream().collect(toMap(Hooks::platform, it -> it));
    this.looks = looks;
    this.publicUrl = publicUrl;
  }

  /**
   * POST has the platform of a credential call, DELETE has it stop.
   *
   * @throws RequestRefused 404 for a credential that there is not, 409 where nobody calls or nobody
   *     knows what to call
   */
  public ApiAnswer asked(@Body ApiRequest call) {
    Credential credential =
        store.find(call.id()).orElseThrow(() -> CredentialStore.unknown(call.id()));
    Hooks platform =
        Optional.ofNullable(hooks.get(credential.platform()))
            .orElseThrow(() -> withoutHooks(credential));
    URI address = address(credential);
    boolean isOn = call.method().equals("POST");
    Hooks.Topics topics =
        looks.look(
            WORD,
            call.caller(),
            LONGEST,
            run ->
                isOn
                    ? platform.on(credential, address, run)
                    : platform.off(credential, address, run));
    LOG.info(
        "hooks changed credential={} on={} by={} changed={}",
        credential,
        isOn,
        call.caller(),
        topics.changed());
    return ApiAnswer.ok(json(credential, address, topics));
  }

  private static ObjectNode json(Credential credential, URI address, Hooks.Topics topics) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("credential_id", credential.id().toString()).put("address", address.toString());
    topics.on().forEach(json.putArray("on")::add);
    ObjectNode refused = json.putObject("refused");
    topics.refused().forEach(refused::put);
    return json.put("changed", topics.changed());
  }

  private URI address(Credential credential) {
    if (!publicUrl.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
      throw RequestRefused.of(
          409,
          "PUBLIC_URL_MISSING",
          "Nobody knows where this service is reached from outside",
          "Set SYNCLINE_PUBLIC_URL to that address, such as https://sync.example.com, and start again");
    }
    return URI.create(
        publicUrl.replaceFirst("/+$", "") + "/api/webhooks/clientapi/" + credential.id());
  }

  private static RequestRefused withoutHooks(Credential credential) {
    return RequestRefused.of(
        409,
        "NO_HOOKS",
        "The platform does not call",
        credential.platform() + " does not say by itself what has changed; it is asked as before");
  }
}
