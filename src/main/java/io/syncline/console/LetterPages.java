package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Records that could not be written: why, and what can be done about each. */
@Controller
final class LetterPages {
  private static final String LETTERS = "/api/dead-letters";
  private static final String LETTER = LETTERS + "/{id}";

  /** What the fields of the form are called, before the name of a column. */
  private static final String FIELD = "field.";

  private final Desk desk;

  LetterPages(Desk desk) {
    this.desk = desk;
  }

  /**
   * A column of the record: what it has, and what somebody has typed instead. A form has no line
   * break but its own (CRLF), which is not a change.
   */
  public record Field(String name, String stored, String typed) {
    public Field {
      typed = lines(typed);
    }

    public boolean isChanged() {
      return !typed.equals(lines(stored));
    }

    /** An input would lose line breaks. */
    public boolean isLong() {
      return stored.length() > 60 || lines(stored).indexOf('\n') >= 0;
    }

    /** As the text of an area, whose first line break is none of the text. */
    public String area() {
      return '\n' + typed;
    }

    private static String lines(String text) {
      return text.replace("\r\n", "\n").replace('\r', '\n');
    }
  }

  @GetMapping("/letters")
  String letters(
      @RequestParam(name = "pipeline", defaultValue = "") String pipeline,
      @RequestParam(name = "before", defaultValue = "") String before,
      @ModelAttribute("viewer") Caller viewer,
      Model model) {
    model.addAllAttributes(
        desk.read(
            ApiCall.get(LETTERS).asking("pipeline", pipeline).asking("before", before), viewer));
    model.addAllAttributes(desk.read(ApiCall.get("/api/pipelines"), viewer));
    model.addAttribute("pipeline", pipeline);
    return "letters";
  }

  @GetMapping("/letters/{id}")
  String letter(
      @PathVariable("id") String id, @ModelAttribute("viewer") Caller viewer, Model model) {
    fill(read(id, viewer), Map.of(), model);
    return "letter";
  }

  /** The record as it would be; nothing is changed yet. */
  @PostMapping("/letters/{id}/preview")
  String preview(
      @PathVariable("id") String id,
      @RequestParam Map<String, String> form,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next,
      Model model) {
    Map<String, Object> letter = read(id, viewer);
    List<Field> changed = changed(fields(letter, form));
    if (changed.isEmpty()) {
      next.addFlashAttribute("notice", "Nothing was changed");
      return at(id);
    }
    if (desk.press(correction(id, changed).asking("dry_run", "true"), viewer, next, "")
        .isRefused()) {
      return at(id);
    }
    fill(letter, form, model);
    model.addAttribute("changed", changed);
    return "letter";
  }

  @PostMapping("/letters/{id}/correct")
  String correct(
      @PathVariable("id") String id,
      @RequestParam Map<String, String> form,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    List<Field> changed = changed(fields(read(id, viewer), form));
    if (changed.isEmpty()) {
      next.addFlashAttribute("notice", "Nothing was changed");
    } else {
      desk.press(
          correction(id, changed), viewer, next, "The record is corrected; replay it to write it");
    }
    return at(id);
  }

  @PostMapping("/letters/{id}/replay")
  String replay(
      @PathVariable("id") String id,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(ApiCall.post(LETTER + "/replay").at("id", id), viewer, next, "It was replayed");
    return at(id);
  }

  @PostMapping("/letters/{id}/close")
  String close(
      @PathVariable("id") String id,
      @RequestParam(name = "reason", defaultValue = "") String reason,
      @ModelAttribute("viewer") Caller viewer,
      RedirectAttributes next) {
    desk.press(
        ApiCall.post(LETTER + "/close")
            .at("id", id)
            .sending(JsonNodeFactory.instance.objectNode().put("reason", reason)),
        viewer,
        next,
        "The letter is closed");
    return at(id);
  }

  private Map<String, Object> read(String id, Caller viewer) {
    return desk.read(ApiCall.get(LETTER).at("id", id), viewer);
  }

  private static void fill(Map<String, Object> letter, Map<String, String> form, Model model) {
    model.addAttribute("letter", letter);
    model.addAttribute("fields", fields(letter, form));
  }

  /** The columns of a record; none where the source's value could not be read. */
  private static List<Field> fields(Map<String, Object> letter, Map<String, String> form) {
    List<Field> fields = new ArrayList<>();
    if (letter.get("record") instanceof Map<?, ?> record) {
      record.forEach(
          (column, value) -> {
            String stored = Facts.text(value);
            String typed = form.getOrDefault(FIELD + column, stored);
            fields.add(new Field(String.valueOf(column), stored, typed));
          });
    }
    return fields;
  }

  private static List<Field> changed(List<Field> fields) {
    return fields.stream().filter(Field::isChanged).toList();
  }

  /** A field that was emptied has no value. */
  private static ApiCall correction(String id, List<Field> changed) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode values = body.putObject("record");
    changed.forEach(it -> values.put(it.name(), it.typed().isEmpty() ? null : it.typed()));
    return ApiCall.of("PATCH", LETTER).at("id", id).sending(body);
  }

  private static String at(String id) {
    return "redirect:/letters/" + id;
  }
}
