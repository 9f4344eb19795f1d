package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.SlidingLimit;
import io.syncline.sandbox.engine.SlidingLimit.Window;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Answers as Google Sheets and its token host do (google-sheets#what-the-simulator-does); threads
 * may share it.
 */
@Component
@Profile("sandbox")
final class GoogleSimulator {
  static final String MEDIA_TYPE = "application/json; charset=UTF-8";

  private final GoogleSheets sheets;
  private final GoogleGrants grants;
  private final FaultBoard faults;
  private final SlidingLimit limit;
  private final int readsPerMinute;
  private final SandboxJson json = new SandboxJson();

  GoogleSimulator(
      GoogleSheets sheets,
      GoogleAccount account,
      SandboxSettings settings,
      FaultBoard faults,
      Clock clock) {
    this.sheets = sheets;
    this.grants = new GoogleGrants(account, clock);
    this.faults = faults;
    this.readsPerMinute = settings.google().readsPerMinute();
    this.limit = new SlidingLimit(clock, new Window(readsPerMinute, Duration.ofMinutes(1)));
  }

  Reply answer(GoogleCall call) {
    Strike strike = faults.strike(call.endpoint());
    try {
      refuseOnPurpose(strike);
      Object document =
          call.endpoint() == Endpoint.GOOGLE_TOKENS ? grants.grant(call, strike) : admitted(call);
      return strike.slowDown(Reply.of(200, MEDIA_TYPE, strike.spoil(json.write(document))));
    } catch (Refusal refusal) {
      return strike.slowDown(Reply.of(refusal.status(), MEDIA_TYPE, json.write(refusal.body())));
    }
  }

  private void refuseOnPurpose(Strike strike) {
    strike.refuse(
        FaultKind.INVALID_GRANT,
        () -> GoogleRefusals.grant("invalid_grant", "Invalid JWT Signature."));
    strike.refuse(FaultKind.HTTP_401, GoogleRefusals::unauthenticated);
    strike.refuse(FaultKind.HTTP_403, GoogleRefusals::notShared);
    strike.refuse(FaultKind.HTTP_404, GoogleRefusals::notFound);
    strike.refuse(FaultKind.HTTP_429, () -> GoogleRefusals.overQuota(readsPerMinute));
    strike.refuse(FaultKind.HTTP_500, () -> GoogleRefusals.unavailable(500));
    strike.refuse(FaultKind.HTTP_503, () -> GoogleRefusals.unavailable(503));
  }

  private Object admitted(GoogleCall call) {
    Refusal.when(!grants.accepts(call.token()), GoogleRefusals::unauthenticated);
    Refusal.when(
        !limit.take("service-account").isAllowed(), () -> GoogleRefusals.overQuota(readsPerMinute));
    Spreadsheet sheet = sheets.find(call.spreadsheetId()).orElseThrow(GoogleRefusals::notFound);
    Refusal.when(!sheet.isShared(), GoogleRefusals::notShared);
    return switch (call.endpoint()) {
      case SPREADSHEET -> FieldMask.of(call.parameter("fields", "")).apply(json.tree(of(sheet)));
      case VALUES -> values(call, sheet).get(0);
      case VALUES_BATCH ->
          new Fields().with("spreadsheetId", sheet.id()).with("valueRanges", values(call, sheet));
      default -> throw GoogleRefusals.notFound();
    };
  }

  private static List<Fields> values(GoogleCall call, Spreadsheet sheet) {
    SheetValues values = SheetValues.asked(call, sheet);
    Refusal.when(
        call.ranges().isEmpty(), () -> GoogleRefusals.invalid("Must specify at least one range."));
    return call.ranges().stream()
        .map(range -> SheetRange.parse(sheet, range))
        .map(values::of)
        .toList();
  }

  private static Fields of(Spreadsheet sheet) {
    Fields properties =
        new Fields()
            .with("title", sheet.title())
            .with("locale", sheet.locale())
            .with("autoRecalc", "ON_CHANGE")
            .with("timeZone", sheet.timeZone());
    return new Fields()
        .with("spreadsheetId", sheet.id())
        .with("properties", properties)
        .with(
            "sheets",
            IntStream.range(0, sheet.tabs().size())
                .mapToObj(index -> of(sheet.tabs().get(index), index))
                .toList())
        .with("spreadsheetUrl", "https://docs.google.com/spreadsheets/d/" + sheet.id() + "/edit");
  }

  /** What is false or the first is left out, as protocol buffers do. */
  private static Fields of(Tab tab, int index) {
    Fields grid =
        new Fields().with("rowCount", tab.rowCount()).with("columnCount", tab.columnCount());
    Fields properties =
        new Fields()
            .with("sheetId", tab.sheetId())
            .with("title", tab.title())
            .with("index", index)
            .with("sheetType", "GRID")
            .with("gridProperties", grid);
    return new Fields()
        .with("properties", tab.isHidden() ? properties.with("hidden", true) : properties);
  }
}
