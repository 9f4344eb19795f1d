package io.syncline.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.audit.Action;
import io.syncline.core.audit.AuditTrail;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;

/**
 * What commands do, in the list of actions: written before it is done, in the name of the system's
 * user, as the API has it written of calls. What the API could have been asked is named by its
 * call.
 */
record CommandNotes(AuditTrail trail) {

  static CommandNotes in(ApplicationContext context) {
    return new CommandNotes(context.getBean(AuditTrail.class));
  }

  /** How an action ended. */
  record End(int status, Optional<UUID> run) {
    static final End DONE = new End(200, Optional.empty());

    static End of(Run run) {
      return new End(200, Optional.of(run.id()));
    }
  }

  /** The call of the API that does the same. */
  static Action call(
      String method,
      String template,
      Map<String, String> path,
      Map<String, String> query,
      Optional<JsonNode> body) {
    return Action.of(user(), Action.By.COMMAND, method, template, path, query, body);
  }

  /** What no call does. */
  static Action command(String words) {
    return new Action(user(), Action.By.COMMAND, "COMMAND", words, List.of());
  }

  private static String user() {
    return System.getProperty("user.name", "");
  }

  /** Does it, and notes how it ended; an exception that is no refusal leaves the end open. */
  <T> T during(Action action, Supplier<T> work, Function<T, End> ended) {
    long note = trail.begin(action);
    try {
      T done = work.get();
      End end = ended.apply(done);
      trail.end(note, end.status(), end.run());
      return done;
    } catch (RequestRefused refused) {
      trail.end(note, refused.problem().status(), Optional.empty());
      throw refused;
    }
  }
}
