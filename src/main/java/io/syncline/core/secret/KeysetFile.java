package io.syncline.core.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A changed keyset, written for {@code SYNCLINE_KEYSET} to a file that only its owner reads. */
public final class KeysetFile {
  private static final String OWNER_ONLY = "rw-------";

  /** The steps in which a key takes the place of another. */
  public enum Change {
    /** One key more, which opens but does not seal yet. */
    ADD,
    /** The key that was added last seals. */
    USE,
    /** The others are taken away. */
    DROP
  }

  private KeysetFile() {}

  /**
   * Writes what becomes of a keyset; a file that is there stays.
   *
   * @throws IllegalArgumentException for a keyset with a fault
   */
  public static void write(String configured, Change change, Path file) {
    Keyset now = Keyset.of(configured);
    Keyset then =
        switch (change) {
          case ADD -> now.withOneMore();
          case USE -> now.withTheLastAsPrimary();
          case DROP -> now.withThePrimaryOnly();
        };
    boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        isPosix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    try {
      Files.writeString(Files.createFile(file, mode), then.json() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
