package io.syncline.api.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/**
 * Keeps the token against forgery in the session of who is signed in. The login page has a cookie
 * for it: whoever only looks at it, as often as they like, costs the service no memory.
 */
final class FormTokens implements CsrfTokenRepository {
  private static final String COOKIE = "SYNCLINE-LOGIN";

  private final HttpSessionCsrfTokenRepository ofSession = new HttpSessionCsrfTokenRepository();
  private final CookieCsrfTokenRepository ofCookie = new CookieCsrfTokenRepository();

  FormTokens() {
    ofCookie.setCookieName(COOKIE);
    ofCookie.setCookieCustomizer(it -> it.sameSite("Strict"));
  }

  private CsrfTokenRepository of(HttpServletRequest request) {
    return request.getSession(false) == null ? ofCookie : ofSession;
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return of(request).generateToken(request);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    of(request).saveToken(token, request, response);
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return of(request).loadToken(request);
  }
}
