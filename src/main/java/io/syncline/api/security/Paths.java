package io.syncline.api.security;

import jakarta.servlet.http.HttpServletRequest;

/** Which paths are for programs and answer with problems, never with pages or redirects. */
public final class Paths {
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

  static boolean isLogin(HttpServletRequest request) {
    return request.getMethod().equals("POST") && of(request).equals("/login");
  }

  /** Pages a person may open from a link or a bookmark before signing in. */
  static boolean isPage(HttpServletRequest request) {
    String path = of(request);
    return request.getMethod().equals("GET")
        && (path.equals("/") || path.equals("/board") || path.startsWith("/actuator/hawtio"));
  }
}
