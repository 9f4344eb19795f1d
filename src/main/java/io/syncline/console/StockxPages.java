package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** StockX's prices: how fresh they are, and those of a product. */
@Controller
final class StockxPages {
  private static final String API = "/api/stockx/";
  private static final String ROWS = "50";
  private static final String PRICES = "500";

  private final Desk desk;

  StockxPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/stockx")
  String all(
      @RequestParam(name = "q", defaultValue = "") String part,
      @RequestParam(name = "after", defaultValue = "") String after,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAttribute("q", part);
    model.addAttribute("freshness", desk.read(ApiCall.get(API + "freshness"), viewer));
    model.addAttribute("budget", desk.read(ApiCall.get(API + "budget"), viewer));
    model.addAllAttributes(
        desk.read(
            ApiCall.get(API + "products")
                .asking("q", part.strip())
                .asking("after", after)
                .asking("limit", ROWS),
            viewer));
    return "stockx";
  }

  /**
   * A product by size and currency, and one of these as it moved: the first, unless one is named.
   */
  @GetMapping("/stockx/sku")
  String sku(
      @RequestParam("sku") String sku,
      @RequestParam(name = "variant_id", defaultValue = "") String variant,
      @RequestParam(name = "currency_code", defaultValue = "") String currency,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    Map<String, Object> compared =
        desk.read(ApiCall.get(API + "compare").asking("sku", sku), viewer);
    Map<String, Object> prices =
        Members.object(
            desk.read(ApiCall.get(API + "prices").asking("sku", sku), viewer), "currencies");
    Map<String, String> sizes = sizes(prices);
    String shown = variant.isBlank() ? sizes.keySet().iterator().next() : variant;
    String in = currency.isBlank() ? prices.keySet().iterator().next() : currency;
    Map<String, Object> history =
        desk.read(
            ApiCall.get(API + "history")
                .asking("variant_id", shown)
                .asking("currency_code", in)
                .asking("limit", PRICES),
            viewer);
    model.addAllAttributes(compared);
    model.addAttribute("currencies", prices);
    model.addAttribute("known", sizes);
    model.addAttribute("history", history);
    model.addAttribute("chart", Chart.prices(Members.rows(history, "prices")).json());
    return "stockx-sku";
  }

  /** Reads the product now, however fresh it is. */
  @PostMapping("/stockx/sku")
  String read(
      @RequestParam("sku") String sku,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        ApiCall.post("/api/cron/sync-stockx-prices").asking("sku", sku).asking("force", "true"),
        viewer,
        next,
        sku + " is read now");
    next.addAttribute("q", sku);
    return "redirect:/stockx";
  }

  /** The sizes by their ids, each as it is called, or by how its id begins. */
  private static Map<String, String> sizes(Map<String, Object> currencies) {
    Map<String, String> sizes = new LinkedHashMap<>();
    for (String currency : currencies.keySet()) {
      for (Map<String, Object> price : Members.rows(currencies, currency)) {
        String id = String.valueOf(price.get("variant_id"));
        sizes.putIfAbsent(
            id, price.get("size") instanceof String size ? size : "unnamed " + start(id));
      }
    }
    return sizes;
  }

  private static String start(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }
}
