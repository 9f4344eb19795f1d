package io.syncline.entities.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import io.syncline.core.source.Streamed;
import io.syncline.entities.sheets.Grid.GridTab;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Source;
import io.syncline.entities.source.SourceOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Spreadsheets: one call says which tabs there are, one reads them all
 * (google-sheets#two-calls-are-enough). Threads may share it.
 */
@Component
final class Spreadsheets implements Source {
  private static final String ID = "spreadsheet_id";

  private final ServiceAccount account;
  private final GoogleSettings settings;
  private final SourceClient client;

  Spreadsheets(ServiceAccount account, GoogleSettings settings, SourceClient client) {
    this.account = account;
    this.settings = settings;
    this.client = client;
  }

  @Override
  public String type() {
    return "google_sheet";
  }

  @Override
  public String lineageType() {
    return "google_sheet";
  }

  @Override
  public List<String> faults(JsonNode config, Set<String> tabNames) {
    List<String> faults = new ArrayList<>();
    if (!(config.path(ID).isTextual()
        && config.path(ID).textValue().matches("[A-Za-z0-9_-]{1,128}"))) {
      faults.add(
          "connector_config.spreadsheet_id: what stands between /d/ and /edit of the spreadsheet's address");
    }
    config
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!key.equals(ID)) {
                faults.add("connector_config." + key + ": unknown; known is " + ID);
              }
            });
    if (tabNames.contains("")) {
      faults.add("tab_name: missing");
    }
    return faults;
  }

  @Override
  public Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run) {
    String id = order.config().path(ID).asText();
    SourceProfile profile = account.opened(run);
    Grid grid = grid(profile, id, run);
    Map<UUID, GridTab> wanted = new LinkedHashMap<>();
    order.feeds().forEach(f -> grid.find(f).ifPresent(tab -> wanted.put(f.id(), tab)));
    List<GridTab> tabs = wanted.values().stream().distinct().toList();
    Map<GridTab, PackedRows> rows =
        TabsReading.read(
            tabs,
            settings.cellsPerCall(),
            windows -> values(profile, id, new ValuesReading(windows), windows, run));
    Map<UUID, FeedRead> reads = new HashMap<>();
    for (FeedOrder feed : order.feeds()) {
      Optional<GridTab> tab = Optional.ofNullable(wanted.get(feed.id()));
      reads.put(feed.id(), tab.map(it -> read(grid, it, rows)).orElseGet(() -> missing(feed)));
    }
    return reads;
  }

  private Grid grid(SourceProfile profile, String id, ActiveRun run) {
    SourcePath path = SourcePath.of("v4", "spreadsheets", id);
    SourceQuery query = SourceQuery.none().with("fields", Grid.FIELDS);
    SourceAnswer answer = client.call(SourceRequest.get(profile, path, query), run);
    if (!answer.isSuccess()) {
      throw unexpected(answer);
    }
    run.tally().sourceAnswered();
    return Grid.of(answer.body());
  }

  private List<PackedRows> values(
      SourceProfile profile,
      String id,
      ValuesReading reading,
      List<Window> windows,
      ActiveRun run) {
    SourceQuery query =
        SourceQuery.none()
            .withEach("ranges", windows.stream().map(Window::range).toList())
            .with("majorDimension", "ROWS")
            .with("valueRenderOption", "UNFORMATTED_VALUE")
            .with("dateTimeRenderOption", "SERIAL_NUMBER");
    SourcePath path = SourcePath.of("v4", "spreadsheets", id, "values:batchGet");
    Streamed<List<PackedRows>> answer =
        client.read(SourceRequest.get(profile, path, query), run, reading);
    return answer.value().orElseThrow(() -> unexpected(answer.answer()));
  }

  private static TerminalFailure unexpected(SourceAnswer answer) {
    return TerminalFailure.stopped(
        StopReason.SOURCE_FAILED,
        "Google answered HTTP " + answer.status() + "; check GOOGLE_SHEETS_BASE_URL");
  }

  private static FeedRead read(Grid grid, GridTab tab, Map<GridTab, PackedRows> rows) {
    return new FeedRead.Rows(
        tab.title(),
        OptionalLong.of(tab.sheetId()),
        grid.locale(),
        grid.timeZone(),
        rows.getOrDefault(tab, PackedRows.empty()),
        true,
        Optional.empty());
  }

  private static FeedRead missing(FeedOrder feed) {
    return new FeedRead.Failed(
        TerminalFailure.stopped(
            StopReason.TAB_NOT_FOUND,
            "tab_name: the spreadsheet has no tab " + feed.tabName() + " any more"));
  }
}
