package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Starts the sweep of all accounts for a slot of its schedule. */
@Component
record SweepStart() {
  private static final String SCOPE = ClientApi.WORD + "/sweep";

  /** The run of a slot; it stands beside the one that reads accounts. */
  RunRequest scheduled(@Variable("slot") Instant slot) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put(ClientApi.MODE, ClientApi.SWEEP);
    return RunRequest.of(ClientApi.WORD, SCOPE, Trigger.SCHEDULE, "schedule", asked)
        .inSlot(Optional.of(SCOPE.replace('/', '|') + "|" + slot));
  }
}
