package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Asks Amazon in which marketplaces a seller is. It does not say who the seller is, nor which roles
 * we have: a role that is missing shows where it is needed. Threads may share it.
 */
@Component
final class AmazonConnection {
  static final SourcePath PATH = SourcePath.of("sellers", "v1", "marketplaceParticipations");

  private final AmazonApi api;

  AmazonConnection(AmazonApi api) {
    this.api = api;
  }

  Connection test(Credential credential, ActiveRun run) {
    Seller seller = Seller.of(credential);
    SourceAnswer answer =
        api.get(credential, Operation.PARTICIPATIONS, PATH, SourceQuery.none(), run);
    if (!answer.isSuccess()) {
      // Amazon does not say why, and has said so of everybody for an hour
      throw TerminalFailure.stopped(
          StopReason.SOURCE_BLOCKED,
          "Amazon does not let this app see the seller (HTTP %s): authorise it again"
              .formatted(answer.status()));
    }
    Map<String, String> currencies = currencies(answer.body().path("payload"));
    List<String> missing = new ArrayList<>(seller.marketplaces());
    missing.removeAll(currencies.keySet());
    if (!missing.isEmpty()) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED,
          "the seller does not take part in marketplace %s: update the credential, or the token is of another seller"
              .formatted(String.join(", ", missing)));
    }
    return new Connection(
        credential.account(), Map.of(), Optional.empty(), facts(seller, currencies));
  }

  /** By the marketplaces where the seller takes part. */
  private static Map<String, String> currencies(JsonNode participations) {
    Map<String, String> currencies = new HashMap<>();
    for (JsonNode one : participations) {
      if (one.at("/participation/isParticipating").asBoolean()) {
        JsonNode market = one.path("marketplace");
        currencies.put(market.path("id").asText(""), market.path("defaultCurrencyCode").asText(""));
      }
    }
    return currencies;
  }

  private static ObjectNode facts(Seller seller, Map<String, String> currencies) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("seller", seller.id()).put("region", seller.region());
    ObjectNode known = facts.putObject("currencies");
    seller.marketplaces().forEach(market -> known.put(market, currencies.get(market)));
    return facts;
  }
}
