package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.shop.Family;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    if (!catalogue.isKnown(asin)) {
      throw JungleScoutRefusal.notFound(asin);
    }
    if (catalogue.lacksRankData(asin)) {
      throw JungleScoutRefusal.missingRankData(asin);
    }
    List<Map<String, @Nullable Object>> points =
        start.datesUntil(end.plusDays(1)).map(date -> point(market, asin, date)).toList();
    return json.tree(SandboxJson.fields("data", List.of(item(market, asin, points))));
  }

  private static void requireRange(LocalDate start, LocalDate end, LocalDate today) {
    if (!end.isBefore(today)) {
      throw JungleScoutRefusal.badParameter("end_date", "end_date must be before today");
    }
    if (start.isAfter(end)) {
      throw JungleScoutRefusal.badParameter("start_date", "start_date must not be after end_date");
    }
    if (ChronoUnit.DAYS.between(start, end) > MAX_DAYS) {
      throw JungleScoutRefusal.badParameter(
          "start_date", "the date range must not be over " + MAX_DAYS + " days");
    }
  }

  private Map<String, @Nullable Object> item(Marketplace market, String asin, Object points) {
    Family family = catalogue.family(asin);
    return SandboxJson.fields(
        "id",
        market.code() + "/" + asin,
        "type",
        "sales_estimate_result",
        "attributes",
        SandboxJson.fields(
            "asin",
            asin,
            "is_parent",
            family.isParent(),
            "is_variant",
            family.isVariant(),
            "is_standalone",
            family.isStandalone(),
            "parent_asin",
            family.isStandalone() ? null : family.parent(),
            "variants",
            family.isParent() ? family.children() : List.of(),
            "data",
            points));
  }

  private Map<String, @Nullable Object> point(Marketplace market, String asin, LocalDate date) {
    String sold = catalogue.family(asin).salesAsin();
    boolean unseen = catalogue.dice().oneIn(12, market, asin, "unseen", date);
    return SandboxJson.fields(
        "date", date.toString(),
        "estimated_units_sold", figures.units(market, sold, date),
        "last_known_price", unseen ? null : figures.price(market, asin, date));
  }
}
