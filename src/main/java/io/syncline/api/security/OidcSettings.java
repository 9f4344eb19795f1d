package io.syncline.api.security;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A provider of OpenID Connect by which people may sign in as well; without an issuer there is
 * none.
 *
 * @param publicUrl of this service as browsers reach it; empty: as they say
 * @param roleClaim the claim of the id token, a text or a list, that has one of the values; points
 *     lead into claims that have parts
 */
@ConfigurationProperties("syncline.oidc")
record OidcSettings(
    String issuer,
    String clientId,
    String clientSecret,
    String publicUrl,
    Set<String> scopes,
    String nameClaim,
    String roleClaim,
    List<String> adminValues,
    List<String> viewerValues) {

  OidcSettings {
    scopes = Set.copyOf(scopes);
    adminValues = said(adminValues);
    viewerValues = said(viewerValues);
  }

  /** A value that is empty would be everybody's. */
  private static List<String> said(List<String> values) {
    return values.stream().filter(it -> !it.isBlank()).toList();
  }

  boolean isOn() {
    return !issuer.isBlank();
  }

  @Override
  public String toString() {
    return "OidcSettings[" + issuer + "]";
  }
}
