package io.syncline.entities.source;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The kinds of sources there are. Threads may share it. */
@Component
public final class SourceKinds {
  private final Map<String, Source> kinds = new TreeMap<>();

  SourceKinds(List<Source> sources) {
    sources.forEach(source -> kinds.put(source.type(), source));
  }

  public List<String> types() {
    return List.copyOf(kinds.keySet());
  }

  /**
   * The kind of that word.
   *
   * @throws TerminalFailure when there is none
   */
  public Source of(String type) {
    return Optional.ofNullable(kinds.get(type))
        .orElseThrow(
            () ->
                TerminalFailure.stopped(
                    StopReason.CONFIG_INVALID,
                    "type: there is no kind of source of this name; known are "
                        + String.join(", ", kinds.keySet())));
  }
}
