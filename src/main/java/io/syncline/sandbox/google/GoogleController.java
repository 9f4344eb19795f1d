package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/google")
final class GoogleController {
  private static final String ACCOUNT = "service-account";

  private final GoogleSimulator simulator;
  private final CountedDoor door;

  GoogleController(GoogleSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping("/token")
  void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.GOOGLE_TOKENS, "", List.of(), request, response);
  }

  @GetMapping("/v4/spreadsheets/{id}")
  void spreadsheet(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    serve(Endpoint.SPREADSHEET, id, List.of(), request, response);
  }

  @GetMapping("/v4/spreadsheets/{id}/values/{range}")
  void values(
      @PathVariable("id") String id,
      @PathVariable("range") String range,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.VALUES, id, List.of(range), request, response);
  }

  @GetMapping("/v4/spreadsheets/{id}/values:batchGet")
  void valuesOfSeveral(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] ranges = request.getParameterValues("ranges");
    serve(
        Endpoint.VALUES_BATCH,
        id,
        Optional.ofNullable(ranges).map(Arrays::asList).orElse(List.of()),
        request,
        response);
  }

  private void serve(
      Endpoint endpoint,
      String id,
      List<String> ranges,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String body = HttpBody.text(request); // before the parameters, which would take a form
    GoogleCall call =
        new GoogleCall(
            endpoint,
            HttpBody.header(request, "Authorization"),
            id,
            ranges,
            request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()[0])),
            body);
    door.serve(endpoint, ACCOUNT, () -> simulator.answer(call), response);
  }
}
