package io.syncline.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.record.WireValues;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.PageBatches;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Turns a page into a batch; a level without a code is kept as it came. */
@Profile(Warehouse.WORD)
@Component
record LevelMapper(PageBatches batches) {

  private record Levels(List<SyncRecord> records, List<RejectedRecord> rejected) implements Page {}

  Batch batch(@Body JsonNode page, @Variable("run") ActiveRun run) {
    Levels levels = new Levels(new ArrayList<>(), new ArrayList<>());
    for (JsonNode level : page) {
      WireValues values = new WireValues(level);
      String code = values.text("code", 40);
      if (code == null || code.isEmpty()) {
        levels.rejected.add(new RejectedRecord("level", level, "code: missing"));
      } else {
        levels.records.add(
            SyncRecord.of(code, values.integer("units"), values.timestamp("counted_at")));
      }
      values.faults().forEach(fault -> run.trouble(ErrorKind.PARSE, "" + code, fault));
    }
    return batches.one(run, Warehouse.LEVELS, levels);
  }
}
