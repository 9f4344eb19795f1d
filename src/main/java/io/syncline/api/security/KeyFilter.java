package io.syncline.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a caller in as {@code job} who has the shared secret in one of the accepted headers; all are
 * compared, each in constant time.
 */
final class KeyFilter extends OncePerRequestFilter {
  static final String API_KEY = "X-API-KEY";
  static final String CRON_SECRET = "x-cron-secret";
  private static final String BEARER = "Bearer ";

  private final String caller;
  private final Digest secret;
  private final AuthenticationEntryPoint refuse;
  private final List<Function<HttpServletRequest, Optional<String>>> places;

  private KeyFilter(
      String caller,
      String secret,
      AuthenticationEntryPoint refuse,
      List<Function<HttpServletRequest, Optional<String>>> places) {
    this.caller = caller;
    this.secret = Digest.of(secret);
    this.refuse = refuse;
    this.places = places;
  }

  static KeyFilter apiKey(String secret, AuthenticationEntryPoint refuse) {
    return new KeyFilter("api-key", secret, refuse, List.of(header(API_KEY)));
  }

  static KeyFilter cronSecret(String secret, AuthenticationEntryPoint refuse) {
    return new KeyFilter("cron", secret, refuse, List.of(header(CRON_SECRET), KeyFilter::bearer));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    List<String> offered =
        places.stream().map(it -> it.apply(request)).flatMap(Optional::stream).toList();
    if (offered.isEmpty()) {
      chain.doFilter(request, response);
    } else if (offered.stream().filter(secret::matches).count() > 0) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              caller, null, AuthorityUtils.createAuthorityList("ROLE_job")));
      SecurityContextHolder.setContext(context);
      chain.doFilter(request, response);
    } else {
      refuse.commence(request, response, new BadCredentialsException("wrong key"));
    }
  }

  private static Function<HttpServletRequest, Optional<String>> header(String name) {
    return request -> Optional.ofNullable(request.getHeader(name));
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    return header("Authorization")
        .apply(request)
        .map(
            it ->
                it.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? it.substring(BEARER.length()).trim()
                    : "");
  }
}
