package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/stockx")
final class StockxController {

  private final StockxSimulator simulator;
  private final CountedDoor door;

  StockxController(StockxSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping("/oauth/token")
  void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.TOKENS, "", request, response);
  }

  @GetMapping("/v2/catalog/search")
  void search(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.SEARCH, "", request, response);
  }

  @GetMapping("/v2/catalog/products/{id}")
  void product(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    serve(Endpoint.PRODUCT, id, request, response);
  }

  @GetMapping("/v2/catalog/products/{id}/variants")
  void variants(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    serve(Endpoint.VARIANTS, id, request, response);
  }

  @GetMapping("/v2/catalog/products/{id}/market-data")
  void market(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    serve(Endpoint.MARKET, id, request, response);
  }

  private void serve(
      Endpoint endpoint, String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String body = HttpBody.text(request); // before the parameters, which would take a form
    StockxCall call =
        new StockxCall(
            endpoint,
            HttpBody.header(request, "Authorization"),
            HttpBody.header(request, "x-api-key"),
            id,
            request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()[0])),
            body);
    door.serve(endpoint, call.account(), () -> simulator.answer(call), response);
  }
}
