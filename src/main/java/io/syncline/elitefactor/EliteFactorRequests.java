package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.PipelineRequest;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the webhook of document 000 and the backfill ask for, checked. */
@Component
class EliteFactorRequests implements PipelineRequest {
  /** Two writers of one artisan's listings could leave the older factor (EF-06). */
  private static final String SCOPE = "elitefactor";

  private final EliteFactorSettings settings;
  private final Duration wait;

  EliteFactorRequests(EliteFactorSettings settings, @Value("${syncline.http.wait}") Duration wait) {
    this.settings = settings;
    this.wait = wait;
  }

  RunRequest webhook(@Body ApiRequest request) {
    JsonNode body =
        request
            .body()
            .orElseThrow(
                () -> RequestRefused.invalid("body", "missing", List.of("artisan_codes", "all")));
    boolean waits = !"false".equals(request.query().get("wait"));
    Selection.requireOne(body);
    RunRequest asked = of(body, Trigger.REQUEST, request.caller(), waits ? wait : Duration.ZERO);
    return asked
        .queueing(new Turn(settings.queue(), asked.turn().behindSame(), true))
        .inSlot(request.idempotencyKey().map(key -> request.caller() + "|" + key));
  }

  /**
   * Who names none asks for all, such as the console. Each waits its turn, so that no edit is lost;
   * only a second full run beside one is refused at once (EF-06).
   */
  @Override
  public RunRequest of(JsonNode body, Trigger trigger, String caller, Duration patience) {
    var parameters = Selection.checked(body, settings.mostCodes());
    JsonNode dryRun = body.path("dry_run");
    if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
      throw RequestRefused.invalid("dry_run", "must be true or false", List.of("true", "false"));
    }
    return new RunRequest(
            EliteFactor.WORD,
            SCOPE,
            trigger,
            Optional.empty(),
            caller,
            parameters,
            dryRun.asBoolean(false),
            false,
            patience)
        .queueing(new Turn(settings.queue(), parameters.has("artisan_codes"), false));
  }
}
