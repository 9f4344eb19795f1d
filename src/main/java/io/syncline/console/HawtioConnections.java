package io.syncline.console;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hawtio asks at its start which other servers it may be led to: none (security#hawtio). */
@RestController
class HawtioConnections {

  @GetMapping("/actuator/hawtio/preset-connections")
  List<String> none() {
    return List.of();
  }
}
