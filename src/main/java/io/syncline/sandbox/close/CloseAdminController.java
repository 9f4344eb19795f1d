package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Records are changed and leads merged here, in the place of a person at a browser. */
@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/admin/close")
final class CloseAdminController {
  private final CloseRecords records;
  private final SandboxJson json = new SandboxJson();

  CloseAdminController(CloseRecords records) {
    this.records = records;
  }

  /** Takes {@code {"winner": id, "loser": id}}. */
  @PostMapping("/merges")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void merge(HttpServletRequest request) throws IOException {
    JsonNode order = read(request);
    records.merge(order.path("winner").asText(), order.path("loser").asText());
  }

  @PatchMapping("/{kind}/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(
      @PathVariable("kind") String kind, @PathVariable("id") String id, HttpServletRequest request)
      throws IOException {
    records.change(kind, id, read(request));
  }

  private ObjectNode read(HttpServletRequest request) throws IOException {
    return json.read(HttpBody.text(request))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseThrow(() -> CloseRefusals.of(400, "the body must be a JSON object"));
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }
}
