package io.syncline.api;

import io.syncline.api.security.Paths;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away whoever may wait for a run while all places to wait are taken (C9): after security, at
 * once, before a body is read or anybody else asked, as there may be hundreds of them.
 */
@Component
@Order(SecurityProperties.DEFAULT_FILTER_ORDER + 5)
final class OverloadFilter extends OncePerRequestFilter {
  private final ApiEngine engine;

  OverloadFilter(ApiEngine engine) {
    this.engine = engine;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    if (!Paths.isApi(path) || !engine.refuses(request.getMethod(), path, response)) {
      chain.doFilter(request, response);
    }
  }
}
