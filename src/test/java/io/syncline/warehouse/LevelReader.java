package io.syncline.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Reads the levels page by page. */
@Profile(Warehouse.WORD)
@Component
record LevelReader(SourceClient client, SourceProfile warehouse) {

  /** The pages; each is fetched once the one before it is written. */
  Iterator<JsonNode> pages(@Variable("run") ActiveRun run) {
    return new Iterator<>() {
      private int page = 1;

      @Override
      public boolean hasNext() {
        return page > 0;
      }

      @Override
      public JsonNode next() {
        JsonNode levels = fetch(run, page);
        page = levels.path("next").asInt();
        return levels;
      }
    };
  }

  /** One page; a next one that does not come after it would never end. */
  private JsonNode fetch(ActiveRun run, int page) {
    run.checkGoingOn();
    SourceAnswer answer =
        client.call(SourceRequest.get(warehouse, "/levels", Map.of("page", "" + page)), run);
    int next = answer.body().path("next").asInt();
    if (!answer.body().path("levels").isArray() || (next != 0 && next <= page)) {
      throw TransientFailure.source(StopReason.SOURCE_FAILED, "page " + page + ": " + answer);
    }
    run.sourceAnswered();
    return answer.body();
  }
}
