package io.syncline.clientapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a log. One that is full is set aside, and a few of those are kept. A folder that
 * cannot be written costs no run anything and is said once.
 */
final class CronFile implements Consumer<String> {
  private static final Logger LOG = LoggerFactory.getLogger(CronFile.class);
  static final int KEPT = 5;

  /** Bytes of one file. */
  static final long FULL = 10_000_000;

  private final String name;
  private final Path folder;
  private final long full;
  private final AtomicBoolean isSaid;

  /** One of a folder, of which all say together once that it cannot be written. */
  CronFile(String name, Path folder, long full, AtomicBoolean isSaid) {
    this.name = name;
    this.folder = folder;
    this.full = full;
    this.isSaid = isSaid;
  }

  @Override
  public void accept(String line) {
    try {
      Path file = Files.createDirectories(folder).resolve(name + ".log");
      if (Files.exists(file) && Files.size(file) >= full) {
        setAside(file);
      }
      Files.writeString(
          file,
          line + System.lineSeparator(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      if (isSaid.compareAndSet(false, true)) {
        LOG.warn(
            "log not written name={} folder={} cause={}; set syncline.clientapi.log-dir",
            name,
            folder,
            e.toString());
      }
    }
  }

  private void setAside(Path file) throws IOException {
    for (int i = KEPT; i > 1; i--) {
      Path older = aside(file, i - 1);
      if (Files.exists(older)) {
        Files.move(older, aside(file, i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, aside(file, 1), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path aside(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
