package io.syncline.api;

import io.syncline.api.security.Paths;
import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What the container could not answer: a problem for a program, a page for a person. */
@Controller
class ErrorPages implements ErrorController {
  private final Problems problems;

  ErrorPages(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("/error")
  @Nullable ModelAndView error(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpStatus status = status(request);
    if (wantsPage(request)) {
      return new ModelAndView(
          "error", Map.of("status", status.value(), "title", status.getReasonPhrase()));
    }
    problems.send(response, problem(status));
    return null;
  }

  static Problem problem(HttpStatus status) {
    return RequestRefused.of(status.value(), code(status), status.getReasonPhrase(), detail(status))
        .problem();
  }

  private static String code(HttpStatus status) {
    return status == HttpStatus.INTERNAL_SERVER_ERROR ? "INTERNAL" : status.name();
  }

  private static String detail(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "There is nothing at this path";
      case METHOD_NOT_ALLOWED -> "This path does not take this method";
      case BAD_REQUEST -> "This is no request that can be read: check path, encoding and headers";
      default -> "The request was not answered";
    };
  }

  private static HttpStatus status(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }

  private static boolean wantsPage(HttpServletRequest request) {
    String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    String accept = String.valueOf(request.getHeader("Accept")).toLowerCase(Locale.ROOT);
    return !Paths.isApi(path) && accept.contains("text/html");
  }
}
