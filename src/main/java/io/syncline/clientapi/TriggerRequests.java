package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is asked for by a call of {@code trigger-api-sync} (CR-23 to CR-27). */
@Component
final class TriggerRequests {
  static final String DRY_RUN = "dry_run";
  static final String WAIT = "wait";
  private static final List<String> TRUTHS = List.of("true", "false");

  private final Pipelines pipelines;
  private final Accounts accounts;
  private final Duration wait;

  TriggerRequests(
      Pipelines pipelines, Accounts accounts, @Value("${syncline.http.wait}") Duration wait) {
    this.pipelines = pipelines;
    this.accounts = accounts;
    this.wait = wait;
  }

  /**
   * The run that leads those of the accounts.
   *
   * @throws RequestRefused 400 for what is no filter, 404 for a client without an account, 409 when
   *     all that a filter means are being read
   */
  RunRequest asked(@Body ApiRequest call) {
    ObjectNode asked = call.asked();
    Duration patience = waits(asked) ? wait : Duration.ZERO;
    RunRequest request =
        pipelines.ask(ClientApi.WORD, asked, Trigger.MANUAL, call.caller(), patience);
    Selection selection = Selection.of(request.parameters());
    List<Account> meant = accounts.selected(selection.ofAny());
    if (selection.isFiltered()
        && !meant.isEmpty()
        && meant.stream().allMatch(account -> account.runningRun().isPresent())) {
      Account first = meant.get(0);
      throw RequestRefused.alreadyRunning(first.scope(), first.runningRun().orElseThrow());
    }
    return request.inSlot(call.slot());
  }

  /** Taken from what is asked: it is the caller's affair, not the run's. */
  static boolean waits(ObjectNode asked) {
    String word = asked.has(WAIT) ? asked.remove(WAIT).asText() : "true";
    if (!TRUTHS.contains(word)) {
      throw RequestRefused.invalid(WAIT, "must be true or false", TRUTHS);
    }
    return word.equals("true");
  }
}
