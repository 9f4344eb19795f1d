package io.syncline.sandbox.junglescout;

import static io.syncline.sandbox.junglescout.JungleScoutRefusals.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.shop.Family;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Answers {@code sales_estimates_query}: one ASIN, one data item, one point per day. */
final class SalesEstimates {

  private static final int MAX_DAYS = 366;

  private final SandboxCatalogue catalogue;
  private final JungleScoutFigures figures;
  private final SandboxJson json;

  SalesEstimates(SandboxCatalogue catalogue, SandboxJson json) {
    this.catalogue = catalogue;
    this.figures = new JungleScoutFigures(catalogue.dice());
    this.json = json;
  }

  ObjectNode answer(JungleScoutCall call, LocalDate today) {
    JungleScoutParameters parameters = new JungleScoutParameters(call);
    Marketplace market = parameters.marketplace();
    String asin = parameters.asin();
    LocalDate start = parameters.date("start_date");
    LocalDate end = parameters.date("end_date");
    requireRange(start, end, today);
    Refusal.when(!catalogue.isKnown(asin), () -> JungleScoutRefusals.notFound(asin));
    Refusal.when(catalogue.lacksRankData(asin), () -> JungleScoutRefusals.missingRankData(asin));
    List<Fields> points =
        start.datesUntil(end.plusDays(1)).map(date -> point(market, asin, date)).toList();
    return json.tree(new Fields().with("data", List.of(item(market, asin, points))));
  }

  private static void requireRange(LocalDate start, LocalDate end, LocalDate today) {
    require(end.isBefore(today), "end_date", "end_date must be before today");
    require(!start.isAfter(end), "start_date", "start_date must not be after end_date");
    require(
        ChronoUnit.DAYS.between(start, end) <= MAX_DAYS,
        "start_date",
        "the date range must not be over " + MAX_DAYS + " days");
  }

  private Fields item(Marketplace market, String asin, Object points) {
    Family family = catalogue.family(asin);
    return new Fields()
        .with("id", market.code() + "/" + asin)
        .with("type", "sales_estimate_result")
        .with(
            "attributes",
            new Fields()
                .with("asin", asin)
                .with("is_parent", family.isParent())
                .with("is_variant", family.isVariant())
                .with("is_standalone", family.isStandalone())
                .with("parent_asin", family.isStandalone() ? null : family.parent())
                .with("variants", family.isParent() ? family.children() : List.of())
                .with("data", points));
  }

  private Fields point(Marketplace market, String asin, LocalDate date) {
    String sold = catalogue.family(asin).salesAsin();
    boolean unseen = catalogue.dice().oneIn(12, market, asin, "unseen", date);
    return new Fields()
        .with("date", date.toString())
        .with("estimated_units_sold", figures.units(market, sold, date))
        .with("last_known_price", unseen ? null : figures.price(market, asin, date));
  }
}
