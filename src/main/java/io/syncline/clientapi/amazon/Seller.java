package io.syncline.clientapi.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which seller a credential is of, in which region and marketplaces. */
record Seller(String id, String region, List<String> marketplaces) {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,40}");
  private static final Pattern REGION = Pattern.compile("na|eu|fe");

  /** They are checked when a credential is added; what SQL changed is checked here. */
  static Seller of(Credential credential) {
    JsonNode settings = credential.settings();
    List<String> marketplaces = new ArrayList<>();
    settings.path("marketplaces").forEach(id -> marketplaces.add(id.asText("")));
    Seller seller =
        new Seller(
            settings.path("seller_id").asText(""),
            settings.path("region").asText(""),
            List.copyOf(marketplaces));
    boolean isWhole =
        ID.matcher(seller.id).matches()
            && REGION.matcher(seller.region).matches()
            && !marketplaces.isEmpty()
            && marketplaces.stream().allMatch(id -> ID.matcher(id).matches());
    if (!isWhole) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED,
          "the credential names no seller, region or marketplace: update it");
    }
    return seller;
  }
}
