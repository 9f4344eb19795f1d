package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.engine.Strike;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reports: asked for, waited for, fetched from a foreign host (amazon-sp#reports). */
final class SpReports {
  static final String LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA";
  private static final Duration URL_LIFE = Duration.ofMinutes(5);
  private static final String DOCUMENT = "amzn1.spdoc.1.4.sandbox.";

  private final Clock clock;
  private final Duration time;
  private final SandboxJson json = new SandboxJson();
  private final Map<String, Report> reports = new ConcurrentHashMap<>();
  private final AtomicLong issued = new AtomicLong(50_000_000);

  /** A report that was asked for. */
  record Report(
      String id, String account, SampleSeller seller, Market market, Instant asked, Strike strike) {

    /** Without a name there is no compression. */
    boolean isPacked() {
      return market != Market.A1VC38T7YXB528;
    }
  }

  SpReports(SandboxSettings settings, Clock clock) {
    this.clock = clock;
    this.time = settings.amazon().reportTime();
  }

  Fields create(AmazonCall call, String account, SampleSeller seller, Strike strike) {
    call.expect(Set.of(), Set.of());
    JsonNode wanted = json.read(call.body()).orElseThrow(() -> AmazonRefusals.input("no JSON"));
    List<String> ids = new ArrayList<>();
    wanted.path("marketplaceIds").forEach(id -> ids.add(id.asText()));
    List<Market> markets = Market.named(ids, call.region());
    Refusal.when(
        !wanted.path("reportType").asText().equals(LISTINGS) || markets.isEmpty(),
        () -> AmazonRefusals.input("unknown report type or marketplace"));
    String id = String.valueOf(issued.incrementAndGet());
    reports.put(id, new Report(id, account, seller, markets.get(0), clock.instant(), strike));
    return new Fields().with("reportId", id);
  }

  Fields list(AmazonCall call, String account) {
    call.expect(
        Set.of("processingStatuses", "marketplaceIds", "pageSize", "createdSince", "createdUntil"),
        Set.of("reportTypes"));
    Instant since = call.moment("createdSince").orElse(Instant.EPOCH);
    List<String> statuses = call.list("processingStatuses");
    List<String> markets = call.list("marketplaceIds");
    return new Fields()
        .with(
            "reports",
            reports.values().stream()
                .filter(it -> it.account().equals(account) && !it.asked().isBefore(since))
                .filter(it -> statuses.isEmpty() || statuses.contains(status(it)))
                .filter(it -> markets.isEmpty() || markets.contains(it.market().name()))
                .map(this::shown)
                .toList());
  }

  Fields one(AmazonCall call, String account) {
    call.expect(Set.of(), Set.of());
    return shown(find(call.id(), account));
  }

  private Report find(String id, String account) {
    return Optional.ofNullable(reports.get(id))
        .filter(report -> report.account().equals(account))
        .orElseThrow(AmazonRefusals::missing);
  }

  private Fields shown(Report report) {
    Fields shown =
        new Fields()
            .with("reportId", report.id())
            .with("reportType", LISTINGS)
            .with("marketplaceIds", List.of(report.market().name()))
            .with("createdTime", report.asked().truncatedTo(ChronoUnit.SECONDS).toString())
            .with("processingStatus", status(report));
    return status(report).equals("DONE")
        ? shown.with("reportDocumentId", DOCUMENT + report.id())
        : shown;
  }

  private String status(Report report) {
    Duration waited = Duration.between(report.asked(), clock.instant());
    if (waited.compareTo(time) < 0) {
      return waited.compareTo(time.dividedBy(2)) < 0 ? "IN_QUEUE" : "IN_PROGRESS";
    }
    if (report.strike().has(FaultKind.REPORT_FATAL)) {
      return "FATAL";
    }
    return report.strike().has(FaultKind.REPORT_CANCELLED) ? "CANCELLED" : "DONE";
  }

  /** Where a document lies, for five minutes. */
  Fields document(AmazonCall call, String account, Strike strike) {
    call.expect(Set.of("enableContentEncodingUrlHeader"), Set.of());
    Refusal.when(!call.id().startsWith(DOCUMENT), AmazonRefusals::missing);
    Report report = find(call.id().substring(DOCUMENT.length()), account);
    Refusal.when(!status(report).equals("DONE"), AmazonRefusals::missing);
    String url =
        strike.has(FaultKind.FOREIGN_LINK)
            ? "http://169.254.169.254/latest/meta-data/"
            : String.format(
                Locale.ROOT,
                "%s/sandbox/amazon/documents/%s?X-Amz-Expires=300&X-Amz-Date=%s&X-Amz-Signature=a%%2Fb%%3D",
                call.origin(),
                report.id(),
                clock.instant().getEpochSecond());
    Fields document = new Fields().with("reportDocumentId", call.id()).with("url", url);
    return report.isPacked() ? document.with("compressionAlgorithm", "GZIP") : document;
  }

  /** The report that an address leads to, as long as it does. */
  Optional<Report> file(String id, String date, String signature) {
    boolean isGood = date.matches("\\d{1,12}") && signature.equals("a/b=");
    return Optional.ofNullable(reports.get(id))
        .filter(report -> isGood)
        .filter(
            report ->
                clock
                    .instant()
                    .isBefore(Instant.ofEpochSecond(Long.parseLong(date)).plus(URL_LIFE)));
  }
}
