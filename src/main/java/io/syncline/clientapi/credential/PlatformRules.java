package io.syncline.clientapi.credential;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known here of the platforms: how we identify ourselves there, and which markets are
 * where.
 */
final class PlatformRules {
  static final String SHOPIFY = "shopify";
  static final String AMAZON = "amazon";

  /** A token that its owner made, and that does not end. */
  static final String STATIC_TOKEN = "static_token";

  /** App and shop belong to one organisation: the app's secret is enough. */
  static final String CLIENT_CREDENTIALS = "client_credentials";

  /** A public app: a token of an hour, renewed by another one that each use replaces. */
  static final String EXPIRING_OFFLINE = "expiring_offline";

  /** Login with Amazon. */
  static final String LWA = "lwa";

  private static final Map<String, Set<String>> MARKETPLACES =
      Map.of(
          "na", Set.of("ATVPDKIKX0DER", "A2EUQ1WTGCTBG2", "A1AM78C64UM0Y8", "A2Q3Y263D00KWC"),
          "eu",
              Set.of(
                  "A1F83G8C2ARO7P",
                  "A1PA6795UKMFR9",
                  "A13V1IB3VIYZZH",
                  "APJ6JRA9NG5V4",
                  "A1RKKUPIHCS9HS",
                  "A1805IZSGTT6HS",
                  "A2NODRKZP88ZB9",
                  "A1C3SOZRARQ6R3",
                  "AMEN7PMS3EDWL",
                  "A28R8C7NBKEWEA",
                  "A33AVAJ2PDY3EV",
                  "A2VIGQ35RCS4UG",
                  "A17E79C6D8DWNP",
                  "ARBP9OOSHTCHU",
                  "AE08WJ6YKNBMC",
                  "A21TJRUUN4KGV"),
          "fe", Set.of("A1VC38T7YXB528", "A39IBJ37TRP1C6", "A19VAU5U5O7RUS"));

  private PlatformRules() {}

  /** The ways to identify ourselves there, the usual one first. */
  static List<String> modes(String platform) {
    return switch (platform) {
      case AMAZON -> List.of(LWA);
      case SHOPIFY -> List.of(STATIC_TOKEN, CLIENT_CREDENTIALS, EXPIRING_OFFLINE);
      default -> List.of(STATIC_TOKEN);
    };
  }

  static List<String> regions() {
    return MARKETPLACES.keySet().stream().sorted().toList();
  }

  static Set<String> marketplaces(String region) {
    return MARKETPLACES.getOrDefault(region, Set.of());
  }
}
