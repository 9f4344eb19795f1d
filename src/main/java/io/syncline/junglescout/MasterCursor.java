package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch.CursorMove;
import io.syncline.junglescout.SyncOrder.DateRange;
import java.util.Optional;

/** How far a master run came and what it read, moved with each chunk's products (JS-09). */
final class MasterCursor {

  private MasterCursor() {}

  static String stream(Marketplace marketplace) {
    return "master/" + marketplace.word();
  }

  static CursorMove at(Chunk chunk, ActiveRun run, SyncProgress progress) {
    return new CursorMove(
        stream(chunk.marketplace()), value(chunk.number(), run, progress.range()));
  }

  static ObjectNode value(int batch, ActiveRun run, Optional<DateRange> range) {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("run_id", run.id().toString());
    value.put("batch", batch);
    range.ifPresent(r -> value.put("date_range", r.word()));
    return value;
  }

  static DateRange range(JsonNode cursor) {
    return DateRange.of(cursor.path("date_range").asText(DateRange.MONTH.word()));
  }
}
