package io.syncline.api.security;

import io.syncline.api.Problems;
import io.syncline.core.error.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses to look at the credentials of an address that offered too many wrong ones. */
final class AuthFailureFilter extends OncePerRequestFilter {
  private final AuthFailures failures;
  private final Problems problems;

  AuthFailureFilter(AuthFailures failures, Problems problems) {
    this.failures = failures;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Duration> blocked = failures.blockedFor(request.getRemoteAddr());
    if (blocked.isEmpty() || !offersCredentials(request)) {
      chain.doFilter(request, response);
    } else if (Paths.isLogin(request)) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, blocked.get().toSeconds())));
      response.sendError(429);
    } else {
      problems.send(
          response,
          Problem.later(
              429,
              "TOO_MANY_FAILURES",
              "Too many wrong credentials",
              "Wait before trying again",
              blocked.get()));
    }
  }

  private static boolean offersCredentials(HttpServletRequest request) {
    return request.getHeader("Authorization") != null
        || request.getHeader(KeyFilter.API_KEY) != null
        || request.getHeader(KeyFilter.CRON_SECRET) != null
        || Paths.isLogin(request);
  }
}
