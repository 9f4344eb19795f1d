package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Turns factors into records; what is no number is kept as it came. */
@Component
final class FactorMapper {

  /** A page of artisans, and what was read of it. */
  record FactorPage(FactorReading reading, List<SyncRecord> records, List<RejectedRecord> rejected)
      implements Page {}

  FactorPage map(FactorReading reading) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    reading
        .factors()
        .forEach(
            (code, factor) -> {
              try {
                records.add(SyncRecord.of(code, new BigDecimal(factor)));
              } catch (NumberFormatException e) {
                rejected.add(
                    new RejectedRecord(
                        code, TextNode.valueOf(factor), "elite_factor: not a number"));
              }
            });
    return new FactorPage(reading, records, rejected);
  }
}
