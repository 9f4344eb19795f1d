package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Progress;
import java.util.UUID;

/** What has become of the accounts that a run found. */
final class DueProgress implements Progress {
  static final String STARTED = "started";
  static final String RUNNING = "already_running";
  static final String SKIPPED = "skipped";

  private final ObjectNode report = JsonNodeFactory.instance.objectNode();

  DueProgress() {
    report.putArray(STARTED);
    report.putArray(RUNNING);
    report.putArray(SKIPPED);
  }

  /** A dry run only says which. */
  synchronized void wouldStart(Account account) {
    list(STARTED).add(account.json());
  }

  synchronized void started(Account account, UUID run) {
    list(STARTED).add(at(account, run));
  }

  synchronized void running(Account account, UUID run) {
    list(RUNNING).add(at(account, run));
  }

  synchronized void skipped(Account account, String reason) {
    list(SKIPPED).add(account.json().put("reason", reason));
  }

  private ArrayNode list(String name) {
    return report.withArray(name);
  }

  private static ObjectNode at(Account account, UUID run) {
    return account.json().put("run_id", run.toString()).put("run_url", ApiAnswer.url(run));
  }

  @Override
  public synchronized JsonNode report() {
    return report.deepCopy();
  }
}
