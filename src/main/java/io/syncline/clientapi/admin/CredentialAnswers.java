package io.syncline.clientapi.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.credential.CredentialDraft;
import io.syncline.clientapi.credential.CredentialSearch;
import io.syncline.clientapi.credential.CredentialStore;
import io.syncline.clientapi.credential.StoredCredential;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers the calls about credentials. A secret goes in and is never shown. */
@Component
public final class CredentialAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialAnswers.class);
  private static final int MOST = 200;
  private static final String BY_ID = "id";
  private static final List<String> SORTS = List.of(BY_ID, "worst");

  private final CredentialStore store;
  private final CredentialTests tests;

  CredentialAnswers(CredentialStore store, CredentialTests tests) {
    this.store = store;
    this.tests = tests;
  }

  /** Whichever of the three paths is asked: a command asks as a call over HTTP does. */
  public ApiAnswer asked(ApiRequest call) {
    if (call.endpoint().endsWith("/test")) {
      return test(call);
    }
    return call.path().isEmpty() ? all(call) : one(call);
  }

  /** A page of credentials, or the one that is added. */
  ApiAnswer all(@Body ApiRequest call) {
    if (call.method().equals("POST")) {
      return added(call);
    }
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    List<StoredCredential> page =
        store.page(
            new CredentialSearch(
                uuid(call, "client_id"),
                call.query().get("platform_type"),
                call.query().get("status"),
                call.query().get("q"),
                isWorstFirst(call),
                uuid(call, "after"),
                limit(call)));
    page.forEach(stored -> shown.add(CredentialJson.of(stored)));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("credentials", shown);
    boolean isFull = page.size() == limit(call);
    body.put("next", isFull ? page.get(page.size() - 1).credential().id().toString() : null);
    return ApiAnswer.ok(body);
  }

  /** One credential: shown, changed or taken away. */
  ApiAnswer one(@Body ApiRequest call) {
    StoredCredential stored = stored(call.id());
    return switch (call.method()) {
      case "GET" -> ApiAnswer.ok(CredentialJson.of(stored));
      case "DELETE" -> removed(stored.credential(), call);
      default -> changed(stored, call);
    };
  }

  /** Asks the platform now. */
  ApiAnswer test(@Body ApiRequest call) {
    return tested(stored(call.id()).credential(), call, 200);
  }

  private ApiAnswer added(ApiRequest call) {
    UUID id = newId(call);
    CredentialDraft draft = CredentialDraft.added(object(call), id, tests.platforms());
    Credential credential = draft.credential();
    if (!store.add(credential, draft.secrets())) {
      if (store.stored(id).isPresent()) { // the same call came before
        return answer(201, CredentialJson.of(stored(id)), id);
      }
      throw RequestRefused.of(
          409,
          "ACCOUNT_TAKEN",
          "The account is there already",
          "Client %s has %s at %s already; update that credential"
              .formatted(credential.clientId(), credential.account(), credential.platform()));
    }
    LOG.info("credential added id={} platform={} by={}", id, credential.platform(), call.caller());
    return tested(credential, call, 201);
  }

  private ApiAnswer changed(StoredCredential stored, ApiRequest call) {
    ObjectNode asked = object(call);
    CredentialDraft draft = CredentialDraft.changed(asked, stored.credential());
    UUID id = stored.credential().id();
    if (asked.has(CredentialDraft.PAUSED)) {
      if (!asked.path(CredentialDraft.PAUSED).isBoolean()) {
        throw RequestRefused.invalid(
            CredentialDraft.PAUSED, "must be true or false", List.of("true", "false"));
      }
      store.pause(id, asked.path(CredentialDraft.PAUSED).booleanValue());
    }
    LOG.info("credential changed id={} by={}", id, call.caller());
    asked.remove(CredentialDraft.PAUSED);
    if (asked.isEmpty()) {
      return ApiAnswer.ok(CredentialJson.of(stored(id)));
    }
    Credential there = stored.credential();
    while (!store.change(there, draft)) { // a token of it was renewed meanwhile
      there = stored(id).credential();
      draft = CredentialDraft.changed(asked, there);
    }
    return tested(stored(id).credential(), call, 200);
  }

  private ApiAnswer removed(Credential credential, ApiRequest call) {
    if (!store.remove(credential.id())) {
      throw RequestRefused.of(
          409,
          "CREDENTIAL_IN_USE",
          "A run works with the credential",
          "Wait for its run or cancel it; a credential may be paused meanwhile");
    }
    LOG.info("credential removed id={} by={}", credential.id(), call.caller());
    return ApiAnswer.ok(Map.of("removed", credential.id()));
  }

  private ApiAnswer tested(Credential credential, ApiRequest call, int status) {
    CredentialTests.Tested tested = tests.test(credential, call.caller());
    return answer(status, CredentialJson.of(stored(credential.id()), tested), credential.id());
  }

  private static ApiAnswer answer(int status, ObjectNode shown, UUID id) {
    return status == 201
        ? new ApiAnswer(201, Map.of("Location", "/api/admin/credentials/" + id), shown)
        : ApiAnswer.ok(shown);
  }

  private StoredCredential stored(UUID id) {
    return store.stored(id).orElseThrow(() -> CredentialStore.unknown(id));
  }

  private static ObjectNode object(ApiRequest call) {
    return call.body()
        .filter(com.fasterxml.jackson.databind.JsonNode::isObject)
        .map(body -> (ObjectNode) body.deepCopy())
        .orElseThrow(() -> RequestRefused.invalid("body", "must be a JSON object", List.of()));
  }

  /** The same for a call that comes again with its key. */
  private static UUID newId(ApiRequest call) {
    return call.slot()
        .map(slot -> "credential|" + slot)
        .map(slot -> UUID.nameUUIDFromBytes(slot.getBytes(StandardCharsets.UTF_8)))
        .orElseGet(UUID::randomUUID);
  }

  private static @Nullable UUID uuid(ApiRequest call, String name) {
    String given = call.query().get(name);
    if (given == null) {
      return null;
    }
    return RunQuery.uuid(given)
        .orElseThrow(() -> RequestRefused.invalid(name, "must be a UUID", List.of()));
  }

  private static boolean isWorstFirst(ApiRequest call) {
    String sort = call.query().getOrDefault("sort", BY_ID);
    if (!SORTS.contains(sort)) {
      throw RequestRefused.invalid("sort", "unknown", SORTS);
    }
    return !sort.equals(BY_ID);
  }

  private static int limit(ApiRequest call) {
    String given = call.query().getOrDefault("limit", "50");
    if (!given.matches("[1-9][0-9]{0,2}") || Integer.parseInt(given) > MOST) {
      throw RequestRefused.invalid("limit", "must be a number from 1 to " + MOST, List.of());
    }
    return Integer.parseInt(given);
  }
}
