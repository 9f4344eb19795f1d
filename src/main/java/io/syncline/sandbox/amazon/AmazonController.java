package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/amazon")
final class AmazonController {
  private final AmazonSimulator simulator;
  private final CountedDoor door;

  AmazonController(AmazonSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping("/auth/o2/token")
  void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.LWA, "", "", request, response);
  }

  @GetMapping("/{region}/sellers/v1/marketplaceParticipations")
  void participations(
      @PathVariable("region") String region,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.PARTICIPATIONS, region, "", request, response);
  }

  @GetMapping("/{region}/orders/2026-01-01/orders")
  void orders(
      @PathVariable("region") String region,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.SEARCH_ORDERS, region, "", request, response);
  }

  @GetMapping("/{region}/orders/2026-01-01/orders/{id}")
  void order(
      @PathVariable("region") String region,
      @PathVariable("id") String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.GET_ORDER, region, id, request, response);
  }

  @GetMapping("/{region}/fba/inventory/v1/summaries")
  void inventory(
      @PathVariable("region") String region,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.FBA_INVENTORY, region, "", request, response);
  }

  @GetMapping("/{region}/listings/2021-08-01/items/{id}")
  void listings(
      @PathVariable("region") String region,
      @PathVariable("id") String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.LISTINGS, region, id, request, response);
  }

  @PostMapping("/{region}/reports/2021-06-30/reports")
  void createReport(
      @PathVariable("region") String region,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.CREATE_REPORT, region, "", request, response);
  }

  @GetMapping("/{region}/reports/2021-06-30/reports")
  void reports(
      @PathVariable("region") String region,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.GET_REPORTS, region, "", request, response);
  }

  @GetMapping("/{region}/reports/2021-06-30/reports/{id}")
  void report(
      @PathVariable("region") String region,
      @PathVariable("id") String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.GET_REPORT, region, id, request, response);
  }

  @GetMapping("/{region}/reports/2021-06-30/documents/{id}")
  void document(
      @PathVariable("region") String region,
      @PathVariable("id") String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    serve(Endpoint.GET_DOCUMENT, region, id, request, response);
  }

  private void serve(
      Endpoint endpoint,
      String region,
      String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String body = HttpBody.text(request); // before the parameters, which would take a form
    Map<String, List<String>> query =
        endpoint == Endpoint.LWA
            ? Map.of()
            : request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> Arrays.asList(it.getValue())));
    String url = request.getRequestURL().toString();
    AmazonCall call =
        new AmazonCall(
            endpoint,
            region,
            id,
            HttpBody.header(request, "x-amz-access-token"),
            url.substring(0, url.indexOf("/sandbox/")),
            query,
            body);
    door.serve(endpoint, simulator.account(call), () -> simulator.answer(call), response);
  }
}
