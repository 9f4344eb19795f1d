package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks a shop who it is and what we may read of it. Threads may share it. */
@Component
final class ShopifyConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ShopifyConnection.class);
  private static final String ALL_ORDERS = "read_all_orders";
  private static final int LONGEST = 100;

  private final ShopifyApi api;
  private final ShopifySettings settings;

  ShopifyConnection(ShopifyApi api, ShopifySettings settings) {
    this.api = api;
    this.settings = settings;
  }

  Connection test(Credential credential, ActiveRun run) {
    Reply reply = api.ask(credential, ShopifyQuery.CONNECTION_TEST, ShopifyApi.variables(), run);
    JsonNode shop = reply.data().path("shop");
    String domain = shop.path("myshopifyDomain").asText("");
    if (!domain.equalsIgnoreCase(credential.account())) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED,
          "the token is of another shop (%s): give the one of %s"
              .formatted(OneLine.of(domain, LONGEST), credential.account()));
    }
    reply
        .served()
        .filter(served -> !served.equals(settings.apiVersion()))
        .ifPresent(
            served ->
                LOG.warn(
                    "another API version answers credential={} asked={} served={}",
                    credential,
                    settings.apiVersion(),
                    OneLine.of(served, LONGEST)));
    Set<String> scopes = scopes(reply);
    return new Connection(domain, refused(scopes), reply.served(), facts(shop, domain, scopes));
  }

  /** Whether no order is too old to be shown: without it a list of orders is none of all. */
  boolean showsAllOrders(Credential credential, ActiveRun run) {
    Reply reply = api.ask(credential, ShopifyQuery.CONNECTION_TEST, ShopifyApi.variables(), run);
    return scopes(reply).contains(ALL_ORDERS);
  }

  private static Set<String> scopes(Reply reply) {
    Set<String> scopes = new TreeSet<>();
    for (JsonNode scope : reply.data().at("/currentAppInstallation/accessScopes")) {
      String handle = scope.path("handle").asText("");
      scopes.add(handle);
      scopes.add(handle.replaceFirst("^write_", "read_")); // who may write may read
    }
    return scopes;
  }

  private static Map<String, String> refused(Set<String> scopes) {
    Map<String, String> refused = new HashMap<>();
    for (ShopifyType type : ShopifyType.values()) {
      Set<String> missing = new TreeSet<>(type.scopes());
      missing.removeAll(scopes);
      if (!missing.isEmpty()) {
        refused.put(
            type.word(),
            "scope %s is missing: grant it to the app".formatted(String.join(", ", missing)));
      }
    }
    return refused;
  }

  private ObjectNode facts(JsonNode shop, String domain, Set<String> scopes) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("shop", domain);
    facts.put("currency", shop.path("currencyCode").asText(""));
    facts.put("time_zone", shop.path("ianaTimezone").asText(""));
    facts.put("api_version", settings.apiVersion());
    facts.put("all_orders", scopes.contains(ALL_ORDERS));
    return facts;
  }
}
