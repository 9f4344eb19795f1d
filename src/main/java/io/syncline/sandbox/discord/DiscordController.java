package io.syncline.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.HttpBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/discord")
public final class DiscordController {

  private static final Set<String> TRUE = Set.of("true", "True", "1");

  private final DiscordSimulator simulator;
  private final CountedDoor door;

  public DiscordController(DiscordSimulator simulator, CountedDoor door) {
    this.simulator = simulator;
    this.door = door;
  }

  @PostMapping({"/api/webhooks/{id}/{token}", "/api/v{version:[0-9]{1,2}}/webhooks/{id}/{token}"})
  void post(
      @PathVariable("id") String id,
      @PathVariable(name = "version", required = false) @Nullable Integer version,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    DiscordCall call =
        new DiscordCall(
            id,
            version == null ? DiscordCall.UNVERSIONED : version,
            TRUE.contains(String.valueOf(request.getParameter("wait"))),
            HttpBody.header(request, "Content-Type"),
            HttpBody.header(request, "User-Agent"),
            HttpBody.text(request));
    door.serve(Endpoint.WEBHOOKS, id, () -> simulator.post(call), response);
  }

  @DeleteMapping({"/api/webhooks/{id}/{token}", "/api/v{version:[0-9]{1,2}}/webhooks/{id}/{token}"})
  void delete(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    door.serve(Endpoint.WEBHOOKS, id, () -> simulator.delete(id), response);
  }

  @GetMapping("/messages")
  List<ObjectNode> messages() {
    return simulator.lastMessages();
  }
}
