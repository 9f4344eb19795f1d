package io.syncline.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which paths are for programs and answer with problems, never with pages or redirects. */
public final class Paths {
  /** Where people look, and by a button do something; all else is closed to them. */
  static final String[] PAGES = {
    "/",
    "/board",
    "/events",
    "/design",
    "/pipelines/**",
    "/runs",
    "/runs/**",
    "/schedules",
    "/schedules/**",
    "/letters",
    "/letters/**",
    "/divergence",
    "/divergence/**",
    "/entities/**",
    "/conflicts",
    "/conflicts/**",
    "/feeds",
    "/feeds/**",
    "/sources/**",
    "/configuration",
    "/why",
    "/audit",
    "/settings",
    "/clients/**",
    "/credentials/**",
    "/stockx/**"
  };

  private static final String EVENTS = "text/event-stream";
  private static final RequestMatcher ANY_PAGE =
      new OrRequestMatcher(
          Stream.of(PAGES)
              .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
              .toList());

  private Paths() {}

  /** Whether the path belongs to the API. */
  public static boolean isApi(String path) {
    return path.startsWith("/api/")
        || path.startsWith("/admin/")
        || path.equals("/api")
        || path.equals("/admin")
        || path.equals("/health")
        || path.equals("/test-db");
  }

  static boolean isApi(HttpServletRequest request) {
    return isApi(of(request));
  }

  /** Decoded and normalized by the container; the raw form would let {@code /%61pi/} slip by. */
  static String of(HttpServletRequest request) {
    return request.getPathInfo() == null
        ? request.getServletPath()
        : request.getServletPath() + request.getPathInfo();
  }

  /** Where somebody brings a password, or comes back from a provider. */
  static boolean isLogin(HttpServletRequest request) {
    return request.getMethod().equals("POST") && of(request).equals("/login")
        || of(request).startsWith("/login/oauth2/");
  }

  /** What an open page asks for by itself, again and again: events, its live parts, figures. */
  static boolean isOfOpenPage(HttpServletRequest request) {
    String path = of(request);
    return path.equals("/events")
        || path.startsWith("/actuator/") && !path.startsWith("/actuator/hawtio")
        || request.getMethod().equals("GET") && request.getHeader("HX-Request") != null;
  }

  /** Pages a person may open from a link or a bookmark before signing in; a stream is none. */
  static boolean isPage(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && !String.valueOf(request.getHeader("Accept")).contains(EVENTS)
        && (of(request).startsWith("/actuator/hawtio") || ANY_PAGE.matches(request));
  }
}
