package io.syncline.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Reads a market stall's goods and orders, page by page and from the first page each time. */
@Profile(StallClient.WORD)
@Component
record StallClient(SourceClient client, Environment environment, Clock clock)
    implements PlatformClient {
  static final String WORD = "market";

  /** What the name of a stall begins with whose next page may be read before it is asked for. */
  static final String QUICK = "quick-";

  @Override
  public String platform() {
    return WORD;
  }

  @Override
  public List<String> types() {
    return List.of("orders", "products");
  }

  @Override
  public Connection test(Credential credential, ActiveRun run) {
    JsonNode stall;
    try {
      stall = ask(credential, "/stall", Map.of(), run);
    } catch (TerminalFailure e) {
      throw e.isUnauthorized()
          ? TerminalFailure.stopped(StopReason.AUTH_FAILED, "the stall's key was withdrawn")
          : e;
    }
    if (stall.path("barred").asBoolean()) {
      throw TerminalFailure.stopped(StopReason.SOURCE_BLOCKED, "nobody comes in");
    }
    Map<String, String> refused = new HashMap<>();
    stall.path("closed").forEach(type -> refused.put(type.asText(), "the stall keeps them closed"));
    return new Connection(
        stall.path("name").asText(),
        refused,
        Optional.of("1"),
        JsonNodeFactory.instance.objectNode().put("currency", "EUR"));
  }

  @Override
  public Fetched next(Credential credential, Reading reading, Position from, ActiveRun run) {
    int page = from.isFirst() ? 1 : from.value().path("page").asInt();
    JsonNode answer =
        ask(credential, "/" + reading.type(), Map.of("page", Integer.toString(page)), run);
    if (answer.has("denied")) {
      return Fetched.skipped(from, "the stall shows them no more");
    }
    List<JsonNode> records = new ArrayList<>();
    answer.path("records").forEach(records::add);
    boolean isLast = !answer.path("more").asBoolean();
    Fetched fetched =
        new Fetched(
                records,
                new Position(
                    JsonNodeFactory.instance.objectNode().put("page", isLast ? 1 : page + 1)),
                isLast)
            .partial(answer.path("withheld").asBoolean());
    return credential.account().startsWith(QUICK) && !isLast ? fetched.followed() : fetched;
  }

  private JsonNode ask(
      Credential credential, String path, Map<String, String> query, ActiveRun run) {
    Map<String, String> asked = new HashMap<>(query);
    asked.put("stall", credential.account());
    SourceProfile source =
        SourceProfile.configured(WORD, environment, Map::of).named(credential.toString());
    SourceAnswer answer = client.call(SourceRequest.get(source, path, asked), run);
    if (!answer.isSuccess()) {
      throw TransientFailure.source(StopReason.SOURCE_FAILED, path + ": " + answer);
    }
    if (answer.body().has("again_in")) {
      throw Postponed.until(
          clock.instant().plusSeconds(answer.body().path("again_in").asLong()),
          StopReason.SOURCE_THROTTLED,
          "the stall is crowded");
    }
    return answer.body();
  }
}
