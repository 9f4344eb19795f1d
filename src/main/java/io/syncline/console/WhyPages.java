package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.Explanation;
import io.syncline.core.pipeline.Pipelines;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Why something is not as somebody expects. */
@Controller
final class WhyPages {
  private final Pipelines pipelines;
  private final Desk desk;

  WhyPages(Pipelines pipelines, Desk desk) {
    this.pipelines = pipelines;
    this.desk = desk;
  }

  /** A thing that may be asked about, by the names of the API. */
  record Question(String title, List<String> names) {

    static Question of(Explanation explanation) {
      return new Question(
          explanation.usage(),
          Stream.concat(explanation.names().stream(), explanation.optional().stream()).toList());
    }
  }

  @GetMapping("/why")
  String why(
      @RequestParam Map<String, String> asked,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAttribute("questions", pipelines.explanations().stream().map(Question::of).toList());
    model.addAttribute("asked", asked);
    ApiCall call = ApiCall.get("/api/why");
    for (Map.Entry<String, String> each : asked.entrySet()) {
      call = call.asking(each.getKey(), each.getValue().strip());
    }
    if (!call.query().isEmpty()) {
      model.addAllAttributes(desk.read(call, viewer));
    }
    return "why";
  }
}
