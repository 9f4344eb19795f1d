package io.syncline.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.input.ReversedLinesFileReader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What this process has logged of a run, where it keeps a log file. The file is read from its end
 * to where the run began: what a run logged lately costs little, however long the file is.
 */
@Component
public final class RunLog {
  /** The file is begun anew before it is larger. */
  private static final long MOST_BYTES = 16_000_000;

  /** An entry is written some moments after its time. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Optional<Path> file;

  RunLog(@Value("${logging.file.name:}") String file) {
    this.file = file.isBlank() ? Optional.empty() : Optional.of(Path.of(file));
  }

  /** Whether there is a file to look into. */
  public boolean isKept() {
    return file.filter(Files::isReadable).isPresent();
  }

  /** The last entries of a run that are at least as bad, the oldest of them first. */
  public List<String> of(Run run, LogLine.Level level, int most) {
    if (!isKept()) {
      return List.of();
    }
    try (ReversedLinesFileReader lines =
        ReversedLinesFileReader.builder()
            .setPath(file.orElseThrow())
            .setCharset(StandardCharsets.UTF_8)
            .get()) {
      return read(lines, run, level, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> read(
      ReversedLinesFileReader lines, Run run, LogLine.Level level, int most) throws IOException {
    Instant begin = run.startedAt().minus(LATE);
    Deque<String> found = new ArrayDeque<>();
    Deque<String> following = new ArrayDeque<>();
    long bytes = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      bytes += line.length();
      following.addFirst(line);
      Optional<LogLine> entry = LogLine.of(line);
      if (entry.isEmpty()) {
        continue;
      }
      if (bytes > MOST_BYTES || entry.get().time().toInstant().isBefore(begin)) {
        break;
      }
      if (entry.get().run().equals(run.id().toString()) && entry.get().isAsBadAs(level)) {
        following.descendingIterator().forEachRemaining(found::addFirst);
        if (found.size() >= most) {
          break;
        }
      }
      following.clear();
    }
    return new ArrayList<>(found);
  }
}
