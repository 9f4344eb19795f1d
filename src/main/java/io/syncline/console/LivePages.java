package io.syncline.console;

import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The stream of events that open pages listen to. */
@Controller
final class LivePages {
  private final LiveEvents events;

  LivePages(LiveEvents events) {
    this.events = events;
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events(@RequestParam(name = "run", required = false) UUID run) {
    return events.open(Optional.ofNullable(run));
  }
}
