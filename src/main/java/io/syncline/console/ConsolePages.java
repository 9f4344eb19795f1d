package io.syncline.console;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.PipelineBoard;
import io.syncline.core.pipeline.PipelineStatus;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The console: the pipelines, the worst first, and the newest runs. */
@Controller
class ConsolePages {
  private static final int RUNS = 20;

  private final PipelineBoard board;
  private final Pipelines pipelines;
  private final RunHistory history;
  private final ObjectProvider<RunButton> button;
  private final Clock clock;

  ConsolePages(
      PipelineBoard board,
      Pipelines pipelines,
      RunHistory history,
      ObjectProvider<RunButton> button,
      Clock clock) {
    this.board = board;
    this.pipelines = pipelines;
    this.history = history;
    this.button = button;
    this.clock = clock;
  }

  @GetMapping("/")
  String console(Model model) {
    fill(model);
    return "console";
  }

  /** The part of the page that is read again every five seconds. */
  @GetMapping("/board")
  String part(Model model) {
    fill(model);
    return "console :: board";
  }

  @PostMapping("/pipelines/{word}/run")
  String run(@PathVariable("word") String word, RedirectAttributes attributes) {
    if (pipelines.find(word).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    attributes.addFlashAttribute("notice", started(word));
    return "redirect:/";
  }

  @GetMapping("/login")
  String login() {
    return "login";
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<Resource> contract() {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/yaml"))
        .body(new ClassPathResource("openapi.yaml"));
  }

  private String started(String word) {
    RunButton start = button.getIfAvailable();
    if (start == null) {
      return "Runs cannot be started here";
    }
    try {
      start.start(word);
      return word + " was started";
    } catch (RequestRefused refused) {
      return word + " was not started: " + refused.problem().detail();
    }
  }

  private void fill(Model model) {
    Instant now = clock.instant();
    model.addAttribute("now", Words.absolute(now));
    model.addAttribute(
        "pipelines",
        board.all().stream()
            .sorted(Comparator.comparing(PipelineStatus::state))
            .map(it -> PipelineView.of(it, now))
            .toList());
    model.addAttribute(
        "runs",
        history.list(RunQuery.newest(RUNS)).stream().map(it -> RunView.of(it, now)).toList());
  }
}
