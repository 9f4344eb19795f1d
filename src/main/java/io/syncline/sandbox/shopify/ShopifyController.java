package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.Strike;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/shopify")
final class ShopifyController {
  private static final String STORAGE = "(storage)";

  private final ShopifySimulator simulator;
  private final ShopifyFiles files;
  private final CountedDoor door;

  ShopifyController(ShopifySimulator simulator, ShopifyFiles files, CountedDoor door) {
    this.simulator = simulator;
    this.files = files;
    this.door = door;
  }

  @PostMapping("/{shop:[a-zA-Z0-9][a-zA-Z0-9_-]*\\.myshopify\\.com}/admin/oauth/access_token")
  void token(
      @PathVariable("shop") String shop, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ShopifyCall call =
        call(
            Endpoint.SHOPIFY_TOKENS,
            shop,
            "",
            request,
            HttpBody.text(request),
            AdminRequest.of(""));
    door.serve(call.endpoint(), call.shop(), () -> simulator.answer(call), response);
  }

  @PostMapping(
      "/{shop:[a-zA-Z0-9][a-zA-Z0-9_-]*\\.myshopify\\.com}/admin/api/{version}/graphql.json")
  void query(
      @PathVariable("shop") String shop,
      @PathVariable("version") String version,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String body = HttpBody.text(request);
    AdminRequest asked = AdminRequest.of(body);
    ShopifyCall call = call(asked.endpoint(), shop, version, request, body, asked);
    door.serve(call.endpoint(), call.shop(), () -> simulator.answer(call), response);
  }

  @GetMapping("/files/{number}")
  void file(
      @PathVariable("number") String number,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Strike strike = files.strike(number);
    Optional<Reply> refusal =
        files.refusal(
            number,
            HttpBody.header(request, "X-Shopify-Access-Token"),
            Objects.requireNonNullElse(request.getParameter("signature"), ""),
            strike);
    if (refusal.isPresent()) {
      door.serve(Endpoint.BULK_FILES, STORAGE, refusal::get, response);
    } else {
      door.count(Endpoint.BULK_FILES, STORAGE, 200, () -> files.send(number, strike, response));
    }
  }

  private static ShopifyCall call(
      Endpoint endpoint,
      String shop,
      String version,
      HttpServletRequest request,
      String body,
      AdminRequest asked) {
    String url = request.getRequestURL().toString();
    return new ShopifyCall(
        endpoint,
        shop.replace(ShopifyGrants.DOMAIN, ""),
        version,
        HttpBody.header(request, "X-Shopify-Access-Token"),
        url.substring(0, url.indexOf("/sandbox/")),
        body,
        asked);
  }
}
