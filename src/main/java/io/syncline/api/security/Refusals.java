package io.syncline.api.security;

import io.syncline.api.Problems;
import io.syncline.core.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Says 401 and 403, to programs as problems and to people as the way to the login page. */
@Component
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final AuthFailures failures;
  private final Problems problems;

  Refusals(AuthFailures failures, Problems problems) {
    this.failures = failures;
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (!(why instanceof InsufficientAuthenticationException)) {
      failures.count(request.getRemoteAddr());
    }
    if (Paths.isPage(request) && request.getHeader("HX-Request") == null) {
      response.sendRedirect("/login");
      return;
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    if (!Paths.isApi(request)) {
      response.setHeader("HX-Redirect", "/login");
    }
    problems.send(
        response,
        RequestRefused.of(
                401, "UNAUTHENTICATED", "Not authenticated", "Send the credentials of this path")
            .problem());
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    problems.send(
        response,
        RequestRefused.of(
                403, "FORBIDDEN", "Not allowed", "These credentials do not open this path")
            .problem());
  }
}
