package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Tables that people take along, page by page. Each reads for as long as somebody takes it, so that
 * there are only a few at once. Threads may share it.
 */
@Component
final class Downloads {
  private static final int AT_ONCE = 2;
  private static final JsonNode BUSY =
      JsonNodeFactory.instance
          .objectNode()
          .put("title", "Busy")
          .put("detail", "Two tables are being taken along; try again when one has ended");

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Desk desk;

  Downloads(Desk desk) {
    this.desk = desk;
  }

  /**
   * A table of the entries of a list.
   *
   * @param list the member of a page that has them
   * @param mostPages how many pages it may have
   */
  record Table(String file, String list, int mostPages, String... columns) {}

  /**
   * Reads on from page to page by {@code next}, a number or an id, while somebody takes it. What
   * cannot be a refusal any more, as the table has begun, is its last line.
   *
   * @throws PageRefused when there are too many at once, or its first page is refused
   */
  void write(Table table, ApiCall call, Caller viewer, HttpServletResponse response)
      throws IOException {
    if (!places.tryAcquire()) {
      throw new PageRefused(new Told(503, BUSY));
    }
    try {
      Map<String, Object> page = desk.read(call, viewer);
      Csv csv = new Csv(response, table.file(), table.columns());
      Members.rows(page, table.list()).forEach(csv::row);
      for (int i = 1; page.get("next") != null && csv.isTaken(); i++) {
        if (i == table.mostPages()) {
          csv.remark("There are more: narrow the list");
          return;
        }
        page = next(csv, call.asking("before", page.get("next").toString()), viewer);
        Members.rows(page, table.list()).forEach(csv::row);
      }
    } finally {
      places.release();
    }
  }

  private Map<String, Object> next(Csv csv, ApiCall call, Caller viewer) {
    try {
      return desk.read(call, viewer);
    } catch (PageRefused refused) {
      csv.remark("Broken off: " + refused.told().why());
      return Map.of();
    }
  }
}
