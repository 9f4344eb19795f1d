package io.syncline.api.security;

import io.syncline.api.Problems;
import io.syncline.core.error.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The port opens about a second before the routes are there: until then, and once they stop, the
 * API answers 503 instead of Camel's 404, which a webhook sender would not repeat (C21).
 */
final class StartedFilter extends OncePerRequestFilter {
  private static final Duration AFTER = Duration.ofSeconds(5);

  private final BooleanSupplier started;
  private final Problems problems;

  StartedFilter(BooleanSupplier started, Problems problems) {
    this.started = started;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!Paths.isApi(request) || started.getAsBoolean()) {
      chain.doFilter(request, response);
    } else {
      problems.send(
          response,
          Problem.later(
              503, "STARTING", "Starting or stopping", "Not serving yet; try again", AFTER));
    }
  }
}
