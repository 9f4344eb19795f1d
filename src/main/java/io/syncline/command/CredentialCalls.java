package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.command.CommandNotes.End;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunStarter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Asks what the API is asked, in this very process, so that both check and answer alike. */
record CredentialCalls(ApplicationStart application, Clock clock) {
  static final String ALL = "/api/admin/credentials";
  static final String ONE = ALL + "/{id}";
  static final String TEST = ONE + "/test";
  static final String REFRESH = ONE + "/refresh";
  static final String HOOKS = ONE + "/hooks";
  private static final String COMMAND = "credentials";

  /** Where a call is asked. */
  @FunctionalInterface
  interface Asking {

    JsonNode ask(
        String method, String endpoint, Map<String, String> query, Optional<JsonNode> body);
  }

  /** What is answered to one call about one credential. */
  JsonNode ask(String method, String endpoint, UUID id, Optional<JsonNode> body) {
    return during(
        Map.of("id", id.toString()), asking -> asking.ask(method, endpoint, Map.of(), body));
  }

  /** The run that a call queues, as it ended: this very process leads it, and nobody else. */
  Run lead(String endpoint, UUID id, JsonNode body) {
    try (ConfigurableApplicationContext context = application.start()) {
      String run =
          asking(context, Map.of("id", id.toString()))
              .ask("POST", endpoint, Map.of("wait", "false"), Optional.of(body))
              .path("run_id")
              .asText();
      RunStarter starter = context.getBean(RunStarter.class);
      return TerminalBar.here()
          .during(
              COMMAND,
              context.getBean(ActiveRuns.class),
              () -> starter.follow(UUID.fromString(run), RunLeader.AS_LONG_AS_IT_TAKES));
    }
  }

  /** Asks as often as it needs. */
  <T> T during(Map<String, String> path, Function<Asking, T> work) {
    try (ConfigurableApplicationContext context = application.start()) {
      return work.apply(asking(context, path));
    }
  }

  private Asking asking(ConfigurableApplicationContext context, Map<String, String> path) {
    ObjectMapper json = context.getBean(ObjectMapper.class);
    return (method, endpoint, query, body) ->
        json.valueToTree(noted(context, call(method, endpoint, path, query, body)).body());
  }

  private static ApiAnswer noted(ConfigurableApplicationContext context, ApiRequest call) {
    Supplier<ApiAnswer> work = () -> context.getBean(Pipelines.class).command(COMMAND, call);
    return call.method().equals("GET")
        ? work.get()
        : CommandNotes.in(context)
            .during(
                CommandNotes.call(
                    call.method(), call.endpoint(), call.path(), call.query(), call.body()),
                work,
                answer -> new End(answer.status(), Optional.empty()));
  }

  private ApiRequest call(
      String method,
      String endpoint,
      Map<String, String> path,
      Map<String, String> query,
      Optional<JsonNode> body) {
    return new ApiRequest(
        method,
        endpoint,
        path,
        query,
        body,
        Optional.empty(),
        "command",
        clock.instant(),
        Optional.empty());
  }

  /** Prints a credential with its test; the exit code says whether it passed. */
  static int told(JsonNode answer, CommandLine line, int otherwise) {
    PrintWriter out = line.getOut();
    out.println(line(answer));
    JsonNode test = answer.path("test");
    if (test.hasNonNull("message")) {
      out.println(test.path("code").asText() + ": " + test.path("message").asText());
    }
    test.path("refused_types")
        .properties()
        .forEach(type -> out.println("no " + type.getKey() + ": " + type.getValue().asText()));
    out.flush();
    return test.isMissingNode() || test.path("passed").asBoolean() ? ExitCodes.DONE : otherwise;
  }

  /** A credential in a line. */
  static String line(JsonNode credential) {
    return "%s %s %s '%s' %s%s, every %s h, next %s"
        .formatted(
            credential.path("credential_id").asText(),
            credential.path("platform_type").asText(),
            credential.path("account").asText(),
            credential.path("label").asText(),
            credential.path("status").asText(),
            credential.path("is_paused").asBoolean() ? " (paused)" : "",
            credential.path("sync_frequency_hours").asText(),
            credential.path("next_sync_at").asText("now"));
  }
}
