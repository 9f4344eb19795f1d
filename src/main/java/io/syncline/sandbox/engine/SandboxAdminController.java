package io.syncline.sandbox.engine;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/admin")
public final class SandboxAdminController {

  private final RequestLedger ledger;
  private final FaultBoard faults;
  private final FaultReader reader = new FaultReader(new SandboxJson());

  public SandboxAdminController(RequestLedger ledger, FaultBoard faults) {
    this.ledger = ledger;
    this.faults = faults;
  }

  @GetMapping("/requests")
  Map<String, Object> requests() {
    return ledger.snapshot();
  }

  @DeleteMapping("/requests")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resetRequests() {
    ledger.reset();
  }

  @GetMapping("/faults")
  List<Fields> faults() {
    return faults.list();
  }

  @PutMapping("/faults")
  Fields switchOn(HttpServletRequest request) throws IOException {
    return faults.add(reader.read(HttpBody.text(request)));
  }

  @DeleteMapping("/faults")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void clearFaults() {
    faults.clear();
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }
}
