package io.syncline.sandbox.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shops are run here in the place of a merchant at a browser; records go by their place. */
@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/admin/shopify/{shop}")
final class ShopifyAdminController {
  private final Shops shops;
  private final SandboxJson json = new SandboxJson();

  ShopifyAdminController(Shops shops) {
    this.shops = shops;
  }

  /** Takes {@code {"count": 3}} and answers the places of the new records. */
  @PostMapping("/{kind}")
  List<Integer> add(
      @PathVariable("shop") String shop,
      @PathVariable("kind") String kind,
      HttpServletRequest request)
      throws IOException {
    return shops.get(shop).of(kind).add(read(request).path("count").asInt(1));
  }

  /** Changes members of a record, which is updated by that. */
  @PatchMapping("/{kind}/{place}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(
      @PathVariable("shop") String shop,
      @PathVariable("kind") String kind,
      @PathVariable("place") int place,
      HttpServletRequest request)
      throws IOException {
    shops.get(shop).of(kind).change(place, read(request));
  }

  @DeleteMapping("/{kind}/{place}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable("shop") String shop,
      @PathVariable("kind") String kind,
      @PathVariable("place") int place) {
    shops.get(shop).of(kind).remove(place);
  }

  /** Takes {@code {"scopes": ["read_orders"]}}: what the merchant lets the app read. */
  @PutMapping("/scopes")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void allow(@PathVariable("shop") String shop, HttpServletRequest request) throws IOException {
    Set<String> scopes = new HashSet<>();
    for (JsonNode scope : read(request).path("scopes")) {
      scopes.add(scope.asText());
    }
    shops.get(shop).allow(scopes);
  }

  @DeleteMapping("/grants")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable("shop") String shop) {
    shops.grants().revoke(shop);
  }

  private ObjectNode read(HttpServletRequest request) throws IOException {
    return json.read(HttpBody.text(request))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseThrow(() -> ShopifyRefusals.of(400, "the body must be a JSON object"));
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }
}
