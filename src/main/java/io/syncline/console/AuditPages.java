package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** What was done here, and by whom. */
@Controller
final class AuditPages {
  private final Desk desk;

  AuditPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/audit")
  String audit(
      @RequestParam(name = "who", defaultValue = "") String who,
      @RequestParam(name = "by", defaultValue = "") String by,
      @RequestParam(name = "path", defaultValue = "") String path,
      @RequestParam(name = "before", defaultValue = "") String before,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAllAttributes(
        desk.read(
            ApiCall.get("/api/audit")
                .asking("who", who)
                .asking("by", by)
                .asking("path", path)
                .asking("before", before),
            viewer));
    model.addAttribute("who", who);
    model.addAttribute("by", by);
    model.addAttribute("path", path);
    return "audit";
  }
}
