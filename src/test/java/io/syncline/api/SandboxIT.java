package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

@WebTest
@ActiveProfiles("sandbox")
@DirtiesContext
class SandboxIT {
  @LocalServerPort private int port;

  @Test
  void the_simulators_and_nothing_else_open_with_the_profile() {
    Http http = new Http(port);
    assertThat(http.get("/sandbox/anything").statusCode()).isEqualTo(404);
    assertThat(http.get("/api/pipelines").statusCode()).isEqualTo(401);
  }
}
