package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunQueue;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Reads a window of an account again, beside what is read by itself: neither its positions nor its
 * slot move, and nothing is emptied (decision 0102).
 */
@Component
final class Refreshes {
  private final Accounts accounts;
  private final Platforms platforms;
  private final RunQueue queue;
  private final RunStarter starter;
  private final Duration wait;

  Refreshes(
      Accounts accounts,
      Platforms platforms,
      RunQueue queue,
      RunStarter starter,
      @Value("${syncline.http.wait}") Duration wait) {
    this.accounts = accounts;
    this.platforms = platforms;
    this.queue = queue;
    this.starter = starter;
    this.wait = wait;
  }

  /**
   * One run of the account, queued as those of a tick are.
   *
   * @throws RequestRefused 404 for a credential that there is not, 400 for a type or a time that is
   *     none, 409 while the account is being read
   */
  ApiAnswer asked(@Body ApiRequest call) {
    ObjectNode asked = call.asked();
    Duration patience = TriggerRequests.waits(asked) ? wait : Duration.ZERO;
    Account account = accounts.one(call.id());
    Instant now = accounts.now();
    Window window = Window.asked(asked, platforms.client(account.platform()).types(), now);
    RunRequest request =
        RunRequest.of(
            ClientApi.WORD,
            account.scope(),
            Trigger.MANUAL,
            call.caller(),
            window.addTo(account.json()));
    RunQueue.Entry entry = queue.enqueue(null, request, DueRuns.ROUTE, now);
    if (!entry.isQueued()) {
      throw RequestRefused.alreadyRunning(account.scope(), entry.run());
    }
    Run run = starter.follow(entry.run(), patience);
    ObjectNode told = window.addTo(account.json());
    told.put("run_id", run.id().toString()).put("run_url", ApiAnswer.url(run.id()));
    return ApiAnswer.of(run, told.put("outcome", run.outcome().word()));
  }
}
