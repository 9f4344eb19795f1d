package io.syncline.sandbox.junglescout;

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
@RequestMapping("/sandbox/junglescout/api")
public final class JungleScoutController {

  private final JungleScoutSimulator simulator;
  private final CountedDoor door;

  public JungleScoutController(JungleScoutSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping("/product_database_query")
  void products(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.PRODUCTS, request, response);
  }

  @GetMapping("/sales_estimates_query")
  void sales(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.SALES, request, response);
  }

  private void serve(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JungleScoutCall call =
        new JungleScoutCall(
            endpoint,
            HttpBody.header(request, "Authorization"),
            request.getRequestURL().toString(),
            request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()[0])),
            HttpBody.text(request));
    door.serve(endpoint, call.account(), () -> simulator.answer(call), response);
  }
}
