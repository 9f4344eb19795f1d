package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Strike;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The text of a report: columns by tabs, nothing quoted, in the character set of its marketplace.
 * One row lacks a column where that was asked for.
 */
final class ReportFile {
  private static final String HEADER =
      "item-name\tlisting-id\tseller-sku\tprice\tquantity\topen-date\tasin1\tfulfillment-channel\tstatus";
  private static final Map<Market, Charset> CHARSETS =
      Map.of(
          Market.A1PA6795UKMFR9,
          StandardCharsets.ISO_8859_1,
          Market.A1VC38T7YXB528,
          Charset.forName("Shift_JIS"));

  private ReportFile() {}

  static Charset charset(SpReports.Report report) {
    return CHARSETS.getOrDefault(report.market(), StandardCharsets.UTF_8);
  }

  static byte[] of(SpReports.Report report, Strike strike) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append("\r\n");
    SampleSeller seller = report.seller();
    for (var entry : seller.listings.byUpdate()) {
      text.append(row(seller, report.market(), entry.number())).append("\r\n");
    }
    if (strike.has(FaultKind.ODD_ROWS)) {
      text.append("a \"row\" that\tends early\r\n");
    }
    byte[] plain = text.toString().getBytes(charset(report));
    return report.isPacked() ? packed(plain) : plain;
  }

  private static String row(SampleSeller seller, Market market, int index) {
    ObjectNode listing = seller.listings.get(index);
    return String.join(
        "\t",
        seller.title(index, market) + " 5\"",
        "0101" + (100_000 + index),
        listing.path("sku").asText(),
        String.valueOf(market.money(seller.price(index)).member("amount")),
        seller.isFba(index) ? "" : listing.path("quantity").asText(),
        "2026-02-01 00:00:00 PST",
        index % 9 == 8 ? "" : seller.asin(index),
        seller.isFba(index) ? "AMAZON_NA" : "DEFAULT",
        index % 9 == 8 ? "Inactive" : "Active");
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
