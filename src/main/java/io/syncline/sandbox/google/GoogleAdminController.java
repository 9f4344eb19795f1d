package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Spreadsheets are put and changed here, in the place of a person at a browser. */
@RestController
@Profile("sandbox")
@RequestMapping("/sandbox/admin/spreadsheets/{id}")
final class GoogleAdminController {
  private final GoogleSheets sheets;
  private final SheetJson json = new SheetJson();

  GoogleAdminController(GoogleSheets sheets) {
    this.sheets = sheets;
  }

  @PutMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void put(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
    sheets.put(json.sheet(id, HttpBody.text(request)));
  }

  @PutMapping("/tabs/{tab}/rows/{row}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void row(
      @PathVariable("id") String id,
      @PathVariable("tab") long tab,
      @PathVariable("row") int row,
      HttpServletRequest request)
      throws IOException {
    Refusal.when(
        row < 1 || sheets.find(id).isEmpty(),
        () -> new Refusal(404, new Fields().with("error", "no such row or spreadsheet")));
    List<Cell> cells = json.row(HttpBody.text(request));
    sheets.edit(id, sheet -> sheet.with(tab, it -> it.withRow(row, cells)));
  }

  @ExceptionHandler
  ResponseEntity<Fields> rejected(Refusal rejection) {
    return ResponseEntity.status(rejection.status()).body(rejection.body());
  }
}
