package io.syncline.core.startup;

import io.syncline.core.error.StartupProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** What there must be when people sign in by a provider of OpenID Connect. */
final class ProviderRules {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProviderRules() {}

  /** None where there is no provider. */
  static List<StartupProblem> problems(PropertyResolver properties) {
    String issuer = properties.getProperty("syncline.oidc.issuer", "");
    if (issuer.isBlank()) {
      return List.of();
    }
    List<StartupProblem> problems = new ArrayList<>();
    if (!isSafe(issuer)) {
      problems.add(
          new StartupProblem(
              "OIDC_ISSUER is no address that begins with https://.",
              "Set OIDC_ISSUER to what the provider calls itself, such as"
                  + " https://login.example.com/realms/shop."));
    }
    if (isAbsent(properties, "client-id") || isAbsent(properties, "client-secret")) {
      problems.add(
          new StartupProblem(
              "OIDC_ISSUER is set, but OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is not.",
              "Set both as the provider gave them for this service, or unset OIDC_ISSUER."));
    }
    return problems;
  }

  private static boolean isAbsent(PropertyResolver properties, String name) {
    return !StringUtils.hasText(properties.getProperty("syncline.oidc." + name));
  }

  /** Its tokens say who is an admin: nobody on the way may write them. */
  private static boolean isSafe(String issuer) {
    try {
      URI address = URI.create(issuer);
      return address.getHost() != null
          && ("https".equals(address.getScheme())
              || "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
