package io.syncline.console;

import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Pages that ask nothing of the service. */
@Controller
final class OpenPages {

  private final String provider;

  OpenPages(@Value("${syncline.oidc.issuer:}") String issuer) {
    this.provider = issuer.isBlank() ? "" : URI.create(issuer).getHost();
  }

  @GetMapping("/login")
  String login(Model model) {
    model.addAttribute("provider", provider);
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
