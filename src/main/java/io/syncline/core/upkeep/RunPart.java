package io.syncline.core.upkeep;

/**
 * A table of staging whose rows belong to runs ({@code run_id}) and go with them.
 *
 * @param table its name, as staging spells it
 */
public record RunPart(String table) {

  public RunPart {
    if (!table.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a name: " + table);
    }
  }
}
