package io.syncline.console;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a page asks of the API, and has done by it, in the name of who looks at it. */
@Component
final class Desk {
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final ApiCalls calls;
  private final ObjectMapper json;

  Desk(ApiCalls calls, ObjectMapper json) {
    this.calls = calls;
    this.json = json;
  }

  /**
   * What an endpoint answers, by the names of the API.
   *
   * @throws PageRefused when it refuses
   */
  Map<String, Object> read(ApiCall call, Caller caller) {
    Told told = calls.ask(call, caller);
    if (told.isRefused()) {
      throw new PageRefused(told);
    }
    return members(told);
  }

  /** An answer, by the names of the API. */
  Map<String, Object> members(Told told) {
    return json.convertValue(told.body(), MEMBERS);
  }

  /** Has something done; the page that is shown next says so, or why it was refused. */
  Told press(ApiCall call, Caller caller, RedirectAttributes next, String done) {
    Told told = calls.ask(call, caller);
    if (told.isRefused()) {
      next.addFlashAttribute("refusal", told.body().path("title").asText() + ": " + told.why());
    } else {
      next.addFlashAttribute("notice", done);
    }
    return told;
  }
}
