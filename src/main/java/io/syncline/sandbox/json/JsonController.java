package io.syncline.sandbox.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
final class JsonController {
  private static final String ACCOUNT = "(any)";

  private final JsonSimulator simulator;
  private final JsonRecords records;
  private final CountedDoor door;
  private final SandboxJson json = new SandboxJson();

  JsonController(JsonSimulator simulator, JsonRecords records, CountedDoor door) {
    this.simulator = simulator;
    this.records = records;
    this.door = door;
  }

  @GetMapping("/sandbox/people/v1/employees")
  void employees(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.EMPLOYEES, "Authorization", request, response);
  }

  @GetMapping("/sandbox/stock/v2/items")
  void items(HttpServletRequest request, HttpServletResponse response) throws IOException {
    serve(Endpoint.ITEMS, "X-Api-Key", request, response);
  }

  /** Adds or replaces an employee or an item. */
  @PutMapping("/sandbox/admin/json/{kind}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void put(@PathVariable("kind") String kind, HttpServletRequest request) throws IOException {
    JsonNode record =
        json.read(HttpBody.text(request))
            .orElseThrow(() -> JsonSimulator.refused(400, "the body is no JSON"));
    Refusal.when(
        !(record instanceof ObjectNode) || !record.has("id"),
        () -> JsonSimulator.refused(400, "a record is an object with an id"));
    records.put(kind, (ObjectNode) record);
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }

  private void serve(
      Endpoint endpoint, String header, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonCall call =
        new JsonCall(
            endpoint,
            request.getRequestURL().toString(),
            HttpBody.header(request, header),
            request.getParameterMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()[0])));
    door.serve(endpoint, ACCOUNT, () -> simulator.answer(call), response);
  }
}
