package io.syncline.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done to clients' accounts by a button. */
@Controller
final class CredentialButtons {
  private static final String PAGE = "redirect:/credentials/";

  private final Desk desk;

  CredentialButtons(Desk desk) {
    this.desk = desk;
  }

  /** A client that nobody named is a new one. */
  @PostMapping("/credentials")
  String add(
      @RequestParam MultiValueMap<String, String> form,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    CredentialForm filled = new CredentialForm(form);
    ObjectNode asked = filled.json();
    if (!asked.has("client_id")) {
      asked.put("client_id", UUID.randomUUID().toString());
    }
    Told told = desk.press(ApiCall.post(CredentialPages.ALL).sending(asked), viewer, next, "Added");
    if (told.isRefused()) {
      next.addFlashAttribute("given", filled.shown());
      next.addAttribute("platform", filled.text("platform_type"));
      next.addAttribute("region", filled.text("region"));
      return PAGE + "new";
    }
    return tested(told, "Added", next);
  }

  @PostMapping("/credentials/{id}")
  String change(
      @PathVariable("id") String id,
      @RequestParam MultiValueMap<String, String> form,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ObjectNode asked = new CredentialForm(form).json();
    Told told = desk.press(one("PATCH", "", id).sending(asked), viewer, next, "Changed");
    return told.isRefused() ? PAGE + id : tested(told, "Changed", next);
  }

  @PostMapping("/credentials/{id}/test")
  String test(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    Told told = desk.press(one("POST", "/test", id), viewer, next, "Tested");
    return told.isRefused() ? PAGE + id : tested(told, "Tested", next);
  }

  @PostMapping("/credentials/{id}/pause")
  String pause(
      @PathVariable("id") String id,
      @RequestParam(name = "is_paused") boolean paused,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("is_paused", paused);
    desk.press(
        one("PATCH", "", id).sending(asked),
        viewer,
        next,
        paused ? "Paused: no run reads it until somebody resumes it" : "Resumed");
    return PAGE + id;
  }

  @PostMapping("/credentials/{id}/sync")
  String sync(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        ApiCall.post("/api/admin/trigger-api-sync")
            .asking("force_sync", "true")
            .asking("credential", id),
        viewer,
        next,
        "It is read now");
    return PAGE + id;
  }

  @PostMapping("/credentials/{id}/refresh")
  String refresh(
      @PathVariable("id") String id,
      @RequestParam(name = "types", defaultValue = "") List<String> types,
      @RequestParam(name = "from", defaultValue = "") String from,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("from", from);
    types.forEach(asked.putArray("types")::add);
    desk.press(
        one("POST", "/refresh", id).sending(asked),
        viewer,
        next,
        "What changed since %s is read once more".formatted(from));
    return PAGE + id;
  }

  @PostMapping("/credentials/{id}/hooks")
  String hooks(
      @PathVariable("id") String id,
      @RequestParam("on") boolean on,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        one(on ? "POST" : "DELETE", "/hooks", id),
        viewer,
        next,
        on ? "The platform says now when something changes" : "The platform says nothing any more");
    return PAGE + id;
  }

  @PostMapping("/credentials/{id}/remove")
  String remove(
      @PathVariable("id") String id,
      @RequestParam(name = "confirmed", defaultValue = "false") boolean confirmed,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    if (!confirmed) {
      next.addFlashAttribute("refusal", "Not removed: tick that you mean it");
      return PAGE + id;
    }
    Told told =
        desk.press(one("DELETE", "", id), viewer, next, "Removed; its records are still there");
    return told.isRefused() ? PAGE + id : "redirect:/credentials";
  }

  private static ApiCall one(String method, String path, String id) {
    return ApiCall.of(method, CredentialPages.ONE + path).at("id", id);
  }

  /** It is kept whatever its test comes to, and the next page says what that was. */
  private static String tested(Told told, String done, RedirectAttributes next) {
    JsonNode test = told.body().path("test");
    if (test.path("passed").asBoolean()) {
      next.addFlashAttribute(
          "notice", done + ", and connected to " + test.path("account").asText());
    } else if (test.isObject()) {
      next.addFlashAttribute(
          "refusal", "It is kept, but not connected: " + test.path("message").asText());
    }
    return PAGE + told.body().path("credential_id").asText();
  }
}
