package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Hint;
import io.syncline.clientapi.platform.Hint.RecordId;
import io.syncline.clientapi.platform.Hooks;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.secret.SignedCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Calls of shops (shopify#webhooks), and what is asked of a shop for them. Threads may share it.
 */
@Component
final class ShopifyHooks implements Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(ShopifyHooks.class);
  private static final int LONGEST = 200;
  private static final int ON_A_PAGE = 100;

  private final ShopifyApi api;
  private final ShopifyConnection connection;
  private final String appSecret;
  private final Set<UUID> toldOf = ConcurrentHashMap.newKeySet();

  ShopifyHooks(
      ShopifyApi api,
      ShopifyConnection connection,
      @Value("${syncline.clientapi.shopify.client-secret}") String appSecret) {
    this.api = api;
    this.connection = connection;
    this.appSecret = appSecret;
  }

  @Override
  public String platform() {
    return Shopify.WORD;
  }

  @Override
  public Optional<Hint> heard(Credential credential, SignedCall call) {
    boolean isOfThisShop =
        call.header(ShopifySignature.SHOP)
            .filter(shop -> shop.equalsIgnoreCase(credential.account()))
            .isPresent();
    if (!ShopifySignature.isOf(call, secrets(credential)) || !isOfThisShop) {
      return Optional.empty();
    }
    return call.header(ShopifySignature.ID).map(id -> new Hint(id, gone(call)));
  }

  /** The app's: of the credential, and of the environment, as an app may have been changed. */
  private List<String> secrets(Credential credential) {
    List<String> secrets = new ArrayList<>();
    try {
      credential.secrets().find(Credential.APP_SECRET).ifPresent(secrets::add);
    } catch (UnreadableSecret e) {
      LOG.error("call of a shop refused credential={}: {}", credential, e.getMessage());
    }
    secrets.add(appSecret);
    secrets.removeIf(String::isBlank);
    if (secrets.isEmpty() && toldOf.add(credential.id())) {
      LOG.warn(
          "calls of a shop are refused credential={}: set SHOPIFY_CLIENT_SECRET, or give the credential its app's secret (--app-secret)",
          credential);
    }
    return secrets;
  }

  private static Optional<RecordId> gone(SignedCall call) {
    Optional<ShopifyTopic> topic = call.header(ShopifySignature.TOPIC).flatMap(ShopifyTopic::of);
    JsonNode id = StoredJson.read(call.body().isBlank() ? "null" : call.body()).path("id");
    return topic
        .filter(it -> it.deletes() && id.isIntegralNumber())
        .map(it -> new RecordId(it.type().word(), it.type().idPrefix() + id.asText()));
  }

  @Override
  public boolean isGone(Credential credential, RecordId record, ActiveRun run) {
    ShopifyType type = ShopifyType.of(record.type());
    ObjectNode variables = ShopifyApi.variables().put("id", record.externalId());
    Reply reply = api.ask(credential, type.there(), variables, run);
    return !reply.isDenied() && reply.data().path(type.one()).isNull();
  }

  @Override
  public Topics on(Credential credential, URI address, ActiveRun run) {
    Map<String, String> there = there(credential, address, run);
    Map<String, String> closed = connection.test(credential, run).refused();
    List<String> topics = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    int added = 0;
    for (ShopifyTopic topic : ShopifyTopic.values()) {
      String why = Optional.ofNullable(closed.get(topic.type().word())).orElse("");
      if (why.isEmpty() && !there.containsValue(topic.name())) {
        why = add(credential, topic, address, run);
        added += why.isEmpty() ? 1 : 0;
      }
      if (why.isEmpty()) {
        topics.add(topic.name());
      } else {
        refused.put(topic.name(), why);
      }
    }
    return new Topics(topics, refused, added);
  }

  @Override
  public Topics off(Credential credential, URI address, ActiveRun run) {
    Map<String, String> refused = new LinkedHashMap<>();
    Map<String, String> there = there(credential, address, run);
    there.forEach(
        (id, topic) -> {
          Reply reply =
              api.ask(credential, ShopifyQuery.HOOK_OFF, ShopifyApi.variables().put("id", id), run);
          error(reply, "webhookSubscriptionDelete").ifPresent(why -> refused.put(topic, why));
        });
    return new Topics(List.copyOf(refused.keySet()), refused, there.size() - refused.size());
  }

  /** What the shop calls that address for, by the id of each. */
  private Map<String, String> there(Credential credential, URI address, ActiveRun run) {
    Map<String, String> there = new LinkedHashMap<>();
    Optional<String> cursor = Optional.empty();
    do {
      ObjectNode variables = ShopifyApi.variables().put("first", ON_A_PAGE);
      variables.put("after", cursor.orElse(null));
      JsonNode list =
          api.ask(credential, ShopifyQuery.HOOKS, variables, run)
              .data()
              .path("webhookSubscriptions");
      for (JsonNode hook : list.path("nodes")) {
        if (hook.path("uri").asText().equals(address.toString())) {
          there.put(hook.path("id").asText(), hook.path("topic").asText());
        }
      }
      Optional<String> next = Optional.ofNullable(list.at("/pageInfo/endCursor").textValue());
      cursor =
          list.at("/pageInfo/hasNextPage").asBoolean() && !next.equals(cursor)
              ? next
              : Optional.empty();
    } while (cursor.isPresent());
    return there;
  }

  /** Why the shop refuses it; empty where it does not. */
  private String add(Credential credential, ShopifyTopic topic, URI address, ActiveRun run) {
    ObjectNode variables = ShopifyApi.variables().put("topic", topic.name());
    variables.put("address", address.toString()).putArray("fields").add(topic.field());
    Reply reply = api.ask(credential, ShopifyQuery.HOOK_ON, variables, run);
    return error(reply, "webhookSubscriptionCreate").orElse("");
  }

  private static Optional<String> error(Reply reply, String mutation) {
    if (reply.isDenied()) {
      return Optional.of(reply.words());
    }
    JsonNode error = reply.data().path(mutation).path("userErrors").path(0);
    return error.isMissingNode()
        ? Optional.empty()
        : Optional.of(OneLine.of(error.path("message").asText("no reason given"), LONGEST));
  }
}
