package io.syncline.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** An item of the API becomes a record; one without a price is kept as it came. */
@Component
final class ArticleMapper {

  private record Mapped(List<SyncRecord> records, List<RejectedRecord> rejected) implements Page {}

  Page map(@Body JsonNode answer) {
    Mapped page = new Mapped(new ArrayList<>(), new ArrayList<>());
    for (JsonNode item : answer.path("articles")) {
      String id = item.path("id").asText();
      JsonNode price = item.path("price");
      if (price.isNumber()) {
        page.records.add(SyncRecord.of(id, item.path("title").asText(), price.decimalValue()));
      } else {
        page.rejected.add(new RejectedRecord(id, item, "price: not a number"));
      }
    }
    return page;
  }
}
