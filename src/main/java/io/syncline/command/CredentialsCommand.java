package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Run;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "credentials",
    description = "Sets up accounts of clients: what may be read, and by which secrets.")
final class CredentialsCommand implements Runnable {
  private static final String PAUSED = "is_paused";

  private final CredentialCalls calls;
  private final SecretPrompt prompt;

  @Spec private CommandSpec spec;

  CredentialsCommand(CredentialCalls calls, SecretPrompt prompt) {
    this.calls = calls;
    this.prompt = prompt;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what is to be done.");
  }

  /** What may be said of a credential that is there, too. */
  private static final class Common {
    @Option(names = "--label", description = "tells two accounts of one platform apart")
    private @Nullable String label;

    @Option(
        names = "--mode",
        description = "static_token, client_credentials, expiring_offline or lwa")
    private @Nullable String mode;

    @Option(names = "--marketplaces", split = ",", description = "of the region, by commas")
    private String @Nullable [] marketplaces;

    @Option(names = "--app-id", description = "of an app of its own, with --app-secret")
    private @Nullable String appId;

    @Option(names = "--frequency-hours", description = "24 where nothing is said")
    private @Nullable Integer hours;

    @Mixin private SecretOptions secrets = new SecretOptions();

    ObjectNode body(SecretPrompt prompt) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      put(body, "label", label);
      put(body, "auth_mode", mode);
      put(body, "app_id", appId);
      if (marketplaces != null) {
        var list = body.putArray("marketplaces");
        for (String marketplace : marketplaces) {
          list.add(marketplace);
        }
      }
      if (hours != null) {
        body.put("sync_frequency_hours", hours);
      }
      secrets.addTo(body, prompt);
      return body;
    }
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  @Command(
      name = "add",
      description = "Adds one and tests it; exits 2 when the test does not pass.")
  int add(
      @Option(names = "--client", required = true, description = "a UUID") String client,
      @Option(names = "--platform", required = true) String platform,
      @Option(names = "--shop", description = "<name>.myshopify.com") @Nullable String shop,
      @Option(names = "--seller-id") @Nullable String seller,
      @Option(names = "--region", description = "na, eu or fe") @Nullable String region,
      @Option(names = "--account", description = "of another platform") @Nullable String account,
      @Mixin Common common) {
    ObjectNode body = common.body(prompt);
    body.put("client_id", client).put("platform_type", platform);
    put(body, "shop", shop);
    put(body, "seller_id", seller);
    put(body, "region", region);
    put(body, "account", account);
    JsonNode answer =
        calls.during(
            Map.of(),
            asking -> asking.ask("POST", CredentialCalls.ALL, Map.of(), Optional.of(body)));
    return CredentialCalls.told(answer, spec.commandLine(), ExitCodes.PARTIAL);
  }

  @Command(name = "list", description = "Shows them without their secrets.")
  int list(
      @Option(names = "--client") @Nullable String client,
      @Option(names = "--platform") @Nullable String platform,
      @Option(names = "--status", description = "pending, connected or error")
          @Nullable String status) {
    Map<String, String> query = new HashMap<>(Map.of("limit", "200"));
    Optional.ofNullable(client).ifPresent(it -> query.put("client_id", it));
    Optional.ofNullable(platform).ifPresent(it -> query.put("platform_type", it));
    Optional.ofNullable(status).ifPresent(it -> query.put("status", it));
    return calls.during(
        Map.of(),
        asking -> {
          JsonNode page;
          do {
            page = asking.ask("GET", CredentialCalls.ALL, query, Optional.empty());
            page.path("credentials")
                .forEach(it -> spec.commandLine().getOut().println(CredentialCalls.line(it)));
            query.put("after", page.path("next").asText());
          } while (page.hasNonNull("next"));
          spec.commandLine().getOut().flush();
          return ExitCodes.DONE;
        });
  }

  @Command(name = "test", description = "Asks the platform now; exits 1 when it does not pass.")
  int test(@Parameters(paramLabel = "<id>") UUID id) {
    JsonNode answer = calls.ask("POST", CredentialCalls.TEST, id, Optional.empty());
    return CredentialCalls.told(answer, spec.commandLine(), ExitCodes.FAILED);
  }

  @Command(name = "update", description = "Changes what is given and tests it; exits like add.")
  int update(@Parameters(paramLabel = "<id>") UUID id, @Mixin Common common) {
    Optional<JsonNode> body = Optional.of(common.body(prompt));
    JsonNode answer = calls.ask("PATCH", CredentialCalls.ONE, id, body);
    return CredentialCalls.told(answer, spec.commandLine(), ExitCodes.PARTIAL);
  }

  @Command(name = "pause", description = "No run of it begins by itself any more.")
  int pause(@Parameters(paramLabel = "<id>") UUID id) {
    return paused(id, true);
  }

  @Command(name = "resume", description = "Its runs begin by themselves again.")
  int resume(@Parameters(paramLabel = "<id>") UUID id) {
    return paused(id, false);
  }

  @Command(name = "remove", description = "Takes it away; what was read stays.")
  int remove(@Parameters(paramLabel = "<id>") UUID id) {
    calls.ask("DELETE", CredentialCalls.ONE, id, Optional.empty());
    spec.commandLine().getOut().println("removed " + id);
    return ExitCodes.DONE;
  }

  @Command(
      name = "refresh",
      description = "Reads some types again from a day on, beside what is new; exits like run.")
  int refresh(
      @Parameters(paramLabel = "<id>") UUID id,
      @Option(names = "--types", split = ",", required = true, description = "by commas")
          List<String> types,
      @Option(names = "--from", required = true, description = "such as 2026-01-01, in UTC")
          String from) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("from", from);
    types.forEach(body.putArray("types")::add);
    Run run = calls.lead(CredentialCalls.REFRESH, id, body);
    spec.commandLine().getOut().println(RunCommand.told(run));
    spec.commandLine().getOut().flush();
    return ExitCodes.of(run.outcome());
  }

  /** One of them. */
  private static final class Switch {
    @Option(names = "--on", required = true, description = "it calls when something changes")
    private boolean on;

    @Option(names = "--off", required = true, description = "it calls no more")
    private boolean off;
  }

  @Command(
      name = "hooks",
      description = "Has the platform call this service; exits 2 when it refuses a topic.")
  int hooks(
      @Parameters(paramLabel = "<id>") UUID id,
      @ArgGroup(exclusive = true, multiplicity = "1") Switch which) {
    String method = which.on ? "POST" : "DELETE";
    JsonNode answer = calls.ask(method, CredentialCalls.HOOKS, id, Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.path("address").asText());
    answer.path("on").forEach(topic -> out.println("on " + topic.asText()));
    answer
        .path("refused")
        .properties()
        .forEach(it -> out.println("refused " + it.getKey() + ": " + it.getValue().asText()));
    out.println("changed " + answer.path("changed").asText());
    out.flush();
    return answer.path("refused").isEmpty() ? ExitCodes.DONE : ExitCodes.PARTIAL;
  }

  private int paused(UUID id, boolean paused) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put(PAUSED, paused);
    JsonNode answer = calls.ask("PATCH", CredentialCalls.ONE, id, Optional.of(body));
    return CredentialCalls.told(answer, spec.commandLine(), ExitCodes.FAILED);
  }
}
