package io.syncline.core.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets generated on a first run with embedded databases: {@code secrets.env} in the data
 * directory, one {@code KEY=value} a line, readable by its owner only. Written under the lock of
 * the data directory.
 */
public final class SecretsFile {
  private static final int RANDOM_BYTES = 32;
  private static final String OWNER_ONLY = "rw-------";

  private final Path path;

  public SecretsFile(Path dataDirectory) {
    this.path = dataDirectory.resolve("secrets.env");
  }

  /** Where the file is or would be. */
  public Path path() {
    return path;
  }

  /** The secrets in the file, by variable; empty when there is no file. */
  public Map<String, String> read() {
    Map<String, String> secrets = new LinkedHashMap<>();
    if (!Files.exists(path)) {
      return secrets;
    }
    try {
      for (String line : Files.readAllLines(path)) {
        entry(line).ifPresent(entry -> secrets.put(entry.getKey(), entry.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets;
  }

  /** Adds a random value for each name the file lacks; tells whether it wrote. */
  public boolean generateMissing(Collection<String> names) {
    Map<String, String> secrets = read();
    boolean complete = secrets.keySet().containsAll(names);
    if (!complete) {
      SecureRandom random = new SecureRandom();
      names.forEach(name -> secrets.computeIfAbsent(name, absent -> generate(random)));
      write(secrets);
    }
    return !complete;
  }

  private static Optional<Map.Entry<String, String>> entry(String line) {
    int equals = line.indexOf('=');
    return equals < 1 || line.startsWith("#")
        ? Optional.empty()
        : Optional.of(
            Map.entry(line.substring(0, equals).trim(), line.substring(equals + 1).trim()));
  }

  private static String generate(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void write(Map<String, String> secrets) {
    StringBuilder lines = new StringBuilder();
    secrets.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    try {
      Files.createDirectories(path.getParent());
      Path draft = draft();
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.write(StandardCharsets.UTF_8.encode(lines.toString()));
        channel.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path draft() throws IOException {
    Path draft = path.resolveSibling("secrets.env.draft");
    Files.deleteIfExists(draft);
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))
        : Files.createFile(draft);
  }
}
