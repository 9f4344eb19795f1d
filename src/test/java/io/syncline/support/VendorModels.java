package io.syncline.support;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine-readable descriptions that vendors publish. They are not ours to hand on: they lie
 * beside this repository, or where {@code syncline.vendor-models} says.
 */
public final class VendorModels {
  private static final Path FOLDER =
      Path.of(System.getProperty("syncline.vendor-models", "../shared/apis/models"));

  private VendorModels() {}

  /** A description that is there; without it the test that asks is skipped. */
  public static Path file(String name) {
    Path file = FOLDER.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> "not here: " + file);
    return file;
  }
}
