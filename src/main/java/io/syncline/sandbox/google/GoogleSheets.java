package io.syncline.sandbox.google;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The spreadsheets that the simulated Google has, which may be changed as a person would change
 * them. Threads may share it.
 */
@Component
@Profile("sandbox")
public final class GoogleSheets {
  private final Map<String, Spreadsheet> sheets = new ConcurrentHashMap<>();

  GoogleSheets(SampleSheets samples) {
    samples.all().forEach(this::put);
  }

  /** Adds a spreadsheet or replaces the one with its id. */
  public void put(Spreadsheet sheet) {
    sheets.put(sheet.id(), sheet);
  }

  public void edit(String id, UnaryOperator<Spreadsheet> change) {
    sheets.computeIfPresent(id, (same, sheet) -> change.apply(sheet));
  }

  public Optional<Spreadsheet> find(String id) {
    return Optional.ofNullable(sheets.get(id));
  }
}
