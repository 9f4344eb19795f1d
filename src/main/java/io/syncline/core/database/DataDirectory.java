package io.syncline.core.database;

import io.syncline.core.error.StartupRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data directory, held by one process at a time: the operating system gives the lock back when
 * the process dies, however it dies.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "syncline.lock";
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the directory, or refuses to start when another process has it. */
  public static DataDirectory take(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      create(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw inUse(path);
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new StartupRefused(
          "The data directory " + path + " cannot be used: " + e.getClass().getSimpleName() + ".",
          "Make it writable, or set SYNCLINE_DATA_DIR to a directory that is.");
    }
  }

  /** Whether a process has it now. */
  public static boolean isInUse(Path path) {
    Path lock = path.resolve(LOCK);
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return !isLocked(channel);
    } catch (IOException e) {
      return false; // who opens it says what is wrong with it
    }
  }

  /** The directory, absolute. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Data and secrets are nobody else's; a directory that is there keeps its mode. */
  private static void create(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix && !Files.exists(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static StartupRefused inUse(Path path) {
    return new StartupRefused(
        "Another Syncline is running on the data directory " + path + ".",
        "Stop it, use its API, or set SYNCLINE_DATA_DIR to another directory.");
  }
}
