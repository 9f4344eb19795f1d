package io.syncline.api.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.web.util.WebUtils;

/**
 * Keeps what a browser was sent to the provider with in a cookie of that browser, and not in a
 * session that everybody could begin without signing in. All of it is the browser's own; what it
 * changes there does not fit what the provider signed.
 */
final class OidcBegun implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  private static final String COOKIE = "SYNCLINE-OIDC";
  private static final String PATH = "/login/oauth2/";
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String POINT = ".";
  private static final int PARTS = 4;

  private final OidcProvider provider;

  OidcBegun(OidcProvider provider) {
    this.provider = provider;
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest begun,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (begun == null) {
      keep("", Duration.ZERO, request, response);
      return;
    }
    Map<String, Object> known = begun.getAttributes();
    keep(
        Stream.of(
                begun.getState(),
                known.get(OidcParameterNames.NONCE),
                known.get(PkceParameterNames.CODE_VERIFIER),
                begun.getRedirectUri())
            .map(String::valueOf)
            .map(it -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(it)))
            .collect(Collectors.joining(POINT)),
        LIFE,
        request,
        response);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
        .map(Cookie::getValue)
        .flatMap(this::begun)
        .filter(it -> it.getState().equals(request.getParameter(OAuth2ParameterNames.STATE)))
        .orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest begun = loadAuthorizationRequest(request);
    if (begun != null) {
      keep("", Duration.ZERO, request, response);
    }
    return begun;
  }

  /** It must come along from the provider's site, and may be sent to the way back alone. */
  private static void keep(
      String value, Duration life, HttpServletRequest request, HttpServletResponse response) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .path(PATH)
            .maxAge(life)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .build()
            .toString());
  }

  private Optional<OAuth2AuthorizationRequest> begun(String cookie) {
    try {
      String[] parts =
          Stream.of(cookie.split("\\."))
              .map(it -> new String(Base64.getUrlDecoder().decode(it), StandardCharsets.UTF_8))
              .toArray(String[]::new);
      ClientRegistration registration = provider.findByRegistrationId(OidcProvider.ID);
      if (parts.length != PARTS || registration == null) {
        return Optional.empty();
      }
      return Optional.of(
          OAuth2AuthorizationRequest.authorizationCode()
              .authorizationUri(registration.getProviderDetails().getAuthorizationUri())
              .clientId(registration.getClientId())
              .scopes(registration.getScopes())
              .state(parts[0])
              .redirectUri(parts[3])
              .attributes(
                  Map.of(
                      OAuth2ParameterNames.REGISTRATION_ID,
                      OidcProvider.ID,
                      OidcParameterNames.NONCE,
                      parts[1],
                      PkceParameterNames.CODE_VERIFIER,
                      parts[2]))
              .build());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not what was put there
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
