package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.AccessTokens;
import io.syncline.clientapi.credential.Credential;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.BodyReading;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Asks a shop, at the pace that its answers tell. Threads may share it. */
@Component
final class ShopifyApi {
  private static final String TOKEN = "X-Shopify-Access-Token";
  private static final String SERVED = "X-Shopify-API-Version";

  private final SourceClient client;
  private final AccessTokens tokens;
  private final ShopifySettings settings;

  ShopifyApi(SourceClient client, AccessTokens tokens, ShopifySettings settings) {
    this.client = client;
    this.tokens = tokens;
    this.settings = settings;
  }

  static ObjectNode variables() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * What the shop answers, with or without data.
   *
   * @throws TerminalFailure when the query is refused as such
   */
  Reply ask(Credential credential, ShopifyQuery query, ObjectNode variables, ActiveRun run) {
    ObjectNode body = variables();
    body.put("query", query.text()).put("operationName", query.operation());
    body.set("variables", variables);
    SourcePath path = SourcePath.of("admin", "api", settings.apiVersion(), "graphql.json");
    SourceRequest request =
        SourceRequest.post(profile(credential, run), path, SourceQuery.none(), body)
            .operation(query.operation());
    SourceAnswer answer = client.call(query.isMutation() ? request.once() : request, run);
    run.tally().sourceAnswered();
    Reply reply =
        new Reply(answer.body().path("data"), answer.body().path("errors"), answer.header(SERVED));
    if (!answer.isSuccess() || reply.errors().isEmpty() && !reply.data().isObject()) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_FAILED,
          "Shopify answered HTTP " + answer.status() + " without data; check SHOPIFY_BASE_URL");
    }
    if (reply.isRefused()) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_FAILED, "Shopify refused " + query.operation() + ": " + reply.words());
    }
    return reply;
  }

  /** Reads a file that an answer names; empty when its link is dead. */
  <T> Optional<T> read(Credential credential, String link, ActiveRun run, BodyReading<T> reading) {
    return client
        .read(SourceRequest.file(profile(credential, run), link), run, false, reading)
        .value();
  }

  private SourceProfile profile(Credential credential, ActiveRun run) {
    URI shop = settings.url(credential.account()); // before anybody asks for a token there
    AtomicReference<String> token = new AtomicReference<>(tokens.current(credential, run));
    return new SourceProfile(
            credential.toString(),
            shop,
            settings.isOverridden(),
            () -> Map.of(TOKEN, token.get()),
            1,
            1,
            Allowance.unlimited(),
            settings.longestWait())
        .meaning(new ShopifyMeanings())
        .renewedBy(
            (refused, of) ->
                token.set(tokens.renewInsteadOf(credential, refused.getOrDefault(TOKEN, ""), of)))
        .answering(SERVED)
        .largest(settings.largestResult())
        .lasting(settings.longestResult())
        .pacedByCost(ShopifyMeanings::cost);
  }
}
