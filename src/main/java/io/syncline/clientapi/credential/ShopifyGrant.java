package io.syncline.clientapi.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Access tokens of Shopify: for an app and a shop of one organisation by the app's secret, for a
 * public app by a refresh token that each use replaces.
 */
@Component
final class ShopifyGrant implements Grant {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final int LONGEST_ERROR = 100;
  private static final Set<Integer> OF_SHOP = Set.of(402, 404, 423);
  private static final Set<String> OF_APP = Set.of("invalid_client", "application_cannot_be_found");

  private final ObjectProvider<SourceClient> client;
  private final String baseUrl;
  private final boolean overridden;
  private final AppKeys.Configured app;
  private final Clock clock;

  ShopifyGrant(
      ObjectProvider<SourceClient> client,
      @Value("${syncline.clientapi.shopify.base-url}") String baseUrl,
      @Value("${syncline.clientapi.shopify.vendor-url}") String vendorUrl,
      @Value("${syncline.clientapi.shopify.client-id}") String appId,
      @Value("${syncline.clientapi.shopify.client-secret}") String appSecret,
      Clock clock) {
    this.client = client;
    this.baseUrl = baseUrl;
    this.overridden = !baseUrl.equals(vendorUrl);
    this.app =
        new AppKeys.Configured(appId, appSecret, "SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET");
    this.clock = clock;
  }

  @Override
  public boolean isFor(Credential credential) {
    return credential.platform().equals(PlatformRules.SHOPIFY)
        && !credential.authMode().equals(PlatformRules.STATIC_TOKEN);
  }

  @Override
  public Granted ask(Credential credential, Map<String, String> secrets, ActiveRun run) {
    AppKeys keys = AppKeys.of(credential, secrets, app);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("client_id", keys.id()).put("client_secret", keys.secret());
    if (credential.authMode().equals(PlatformRules.EXPIRING_OFFLINE)) {
      String refresh = Optional.ofNullable(secrets.get(Credential.REFRESH_TOKEN)).orElse("");
      body.put("grant_type", "refresh_token").put("refresh_token", refresh);
    } else {
      body.put("grant_type", "client_credentials");
    }
    SourceRequest request =
        SourceRequest.post(
            host(credential),
            new SourcePath("/admin/oauth/access_token"),
            SourceQuery.none(),
            body);
    return granted(client.getObject().call(request, run), keys);
  }

  private Granted granted(SourceAnswer answer, AppKeys keys) {
    if (!answer.isSuccess()) {
      throw refused(answer, keys);
    }
    return Granted.of(answer, "Shopify", EARLY, clock.instant());
  }

  private static RuntimeException refused(SourceAnswer answer, AppKeys keys) {
    String error = OneLine.of(answer.body().path("error").asText(""), LONGEST_ERROR);
    String how = ("HTTP " + answer.status() + " " + error).strip();
    if (OF_APP.contains(error)) {
      return keys.unknown("Shopify", how);
    }
    if (answer.body().isMissingNode() && !OF_SHOP.contains(answer.status())) {
      return TransientFailure.source(
          StopReason.SOURCE_FAILED,
          "the token host answered HTTP " + answer.status() + " without an error of its own");
    }
    return TerminalFailure.stopped(
        StopReason.AUTH_FAILED,
        switch (answer.status()) {
          case 402 -> "the shop is frozen (HTTP 402); its owner has to pay Shopify first";
          case 404 -> "Shopify knows no such shop (HTTP 404); check its domain";
          case 423 -> "the shop is locked (HTTP 423); its owner has to ask Shopify";
          default ->
              "Shopify gives no token for this shop ("
                  + how
                  + "); install the app there again, then update the credential";
        });
  }

  private SourceProfile host(Credential credential) {
    URI base = ShopDomain.url(baseUrl, credential.account());
    return Grant.host("shopify-token:" + credential.id(), base, overridden)
        .meaning(ShopifyGrant::meaning);
  }

  /** What it says by a refusal is ours to read. */
  private static Optional<Meaning> meaning(SourceAnswer answer) {
    return Grant.isRefusal(answer) ? Optional.of(Meaning.ok()) : Optional.empty();
  }
}
