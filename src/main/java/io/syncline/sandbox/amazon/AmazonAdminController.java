package io.syncline.sandbox.amazon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Records;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Orders and listings are changed here in the place of buyers and the seller. */
@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/admin/amazon/{seller}")
final class AmazonAdminController {
  private final Sellers sellers;
  private final SandboxJson json = new SandboxJson();

  AmazonAdminController(Sellers sellers) {
    this.sellers = sellers;
  }

  /** Takes {@code {"count": 3}} and answers the places of the new records. */
  @PostMapping("/{region}/{kind}")
  List<Integer> add(
      @PathVariable("seller") String seller,
      @PathVariable("region") String region,
      @PathVariable("kind") String kind,
      HttpServletRequest request)
      throws IOException {
    return records(seller, region, kind).add(read(request).path("count").asInt(1));
  }

  /** Changes members of a record, which is updated by that. */
  @PatchMapping("/{region}/{kind}/{place}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(
      @PathVariable("seller") String seller,
      @PathVariable("region") String region,
      @PathVariable("kind") String kind,
      @PathVariable("place") int place,
      HttpServletRequest request)
      throws IOException {
    records(seller, region, kind).change(place, read(request));
  }

  @DeleteMapping("/{region}/{kind}/{place}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable("seller") String seller,
      @PathVariable("region") String region,
      @PathVariable("kind") String kind,
      @PathVariable("place") int place) {
    records(seller, region, kind).remove(place);
  }

  @DeleteMapping("/grants")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable("seller") String seller) {
    sellers.grants().revoke(seller);
  }

  private Records records(String seller, String region, String kind) {
    SampleSeller all = sellers.get(seller, region);
    return switch (kind) {
      case "orders" -> all.orders;
      case "listings" -> all.listings;
      default -> throw AmazonRefusals.missing();
    };
  }

  private ObjectNode read(HttpServletRequest request) throws IOException {
    return json.read(HttpBody.text(request))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseThrow(() -> AmazonRefusals.input("the body must be a JSON object"));
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }
}
