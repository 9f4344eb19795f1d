package io.syncline.sandbox.close;

import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/close/api/v1")
final class CloseController {
  private static final String ROOT = "/sandbox/close/api/v1";

  private final CloseSimulator simulator;
  private final CountedDoor door;

  CloseController(CloseSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping("/data/search/")
  void search(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.CLOSE_SEARCH, request, response);
  }

  @GetMapping("/lead/")
  void leads(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.LEADS, request, response);
  }

  @GetMapping("/contact/")
  void contacts(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.CONTACTS, request, response);
  }

  @GetMapping("/opportunity/")
  void opportunities(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.OPPORTUNITIES, request, response);
  }

  /** A path without its last slash leads to the one with it. */
  @RequestMapping("/**")
  void others(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getRequestURI().endsWith("/")) {
      serve(Endpoint.CLOSE_LISTS, request, response);
    } else {
      response.setStatus(301);
      response.setHeader("Location", request.getRequestURI() + "/");
    }
  }

  private void serve(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CloseCall call =
        new CloseCall(
            endpoint,
            request.getRequestURI().substring(ROOT.length()),
            HttpBody.header(request, "Authorization"),
            request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()[0])),
            HttpBody.text(request));
    door.serve(endpoint, call.account(), () -> simulator.answer(call), response);
  }
}
