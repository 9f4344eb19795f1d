package io.syncline.console;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Pages that ask nothing of the service. */
@Controller
final class OpenPages {

  @GetMapping("/login")
  String login() {
    return "login";
  }

  /** The pieces that pages are made of. */
  @GetMapping("/design")
  String design() {
    return "design";
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<Resource> contract() {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/yaml"))
        .body(new ClassPathResource("openapi.yaml"));
  }
}
