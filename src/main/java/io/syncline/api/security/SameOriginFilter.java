package io.syncline.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a request to the management paths that a page of another host sent. */
final class SameOriginFilter extends OncePerRequestFilter {
  private final AccessDeniedHandler refuse;

  SameOriginFilter(AccessDeniedHandler refuse) {
    this.refuse = refuse;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String origin = request.getHeader("Origin");
    if (origin == null || isOwn(origin, request.getHeader("Host"))) {
      chain.doFilter(request, response);
    } else {
      refuse.handle(request, response, new AccessDeniedException("other origin"));
    }
  }

  private static boolean isOwn(String origin, String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }
}
