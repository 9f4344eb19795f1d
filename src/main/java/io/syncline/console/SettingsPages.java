package io.syncline.console;

import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the service is set to. */
@Controller
final class SettingsPages {
  private final Desk desk;

  SettingsPages(Desk desk) {
    this.desk = desk;
  }

  @GetMapping("/settings")
  String settings(@ModelAttribute("viewer") Caller viewer, Model model) {
    model.addAllAttributes(desk.read(ApiCall.get("/api/settings"), viewer));
    return "settings";
  }
}
