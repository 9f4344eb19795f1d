package io.syncline.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ChildRuns;
import io.syncline.core.run.ChildRuns.Order;
import io.syncline.core.stream.Batch;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends the ships out, and loads one. */
@Profile(Fleet.WORD)
@Component
record FleetLead(ChildRuns children) {
  static final List<String> SHIPS = List.of("argo", "beagle", "calypso");

  private static final int AT_ONCE = 2;

  void lead(@Variable("run") ActiveRun run) {
    run.tally().sourceAnswered();
    children.lead(run, SHIPS.stream().map(ship -> order(run, ship)).toList(), AT_ONCE);
    run.checkGoingOn();
  }

  private static Order order(ActiveRun run, String ship) {
    return new Order(
        run.request()
            .child(
                Fleet.WORD + "/" + ship, JsonNodeFactory.instance.objectNode().put("ship", ship)),
        Fleet.WORD + ".ship",
        ship);
  }

  List<Batch> decks(@Body String ship, @Variable("run") ActiveRun run) {
    return List.of(deck(run, ship, 1), deck(run, ship, 2));
  }

  private static Batch deck(ActiveRun run, String ship, int deck) {
    SyncRecord load = SyncRecord.of(ship + "/" + deck, 100 * deck);
    return Batch.of(Fleet.LOADS, List.of(load), run.startedAt());
  }
}
