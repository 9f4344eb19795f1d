package io.syncline.clientapi;

import static java.util.stream.Collectors.toMap;

import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.clientapi.platform.RecordMapper;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The platforms that there are, by their words: each is a client and a mapper. */
@Component
final class Platforms {
  private final Map<String, PlatformClient> clients;
  private final Map<String, RecordMapper> mappers;

  Platforms(List<PlatformClient> clients, List<RecordMapper> mappers) {
    this.clients =
        new TreeMap<>(clients.stream().collect(toMap(PlatformClient::platform, it -> it)));
    this.mappers = mappers.stream().collect(toMap(RecordMapper::platform, it -> it));
    if (!this.mappers.keySet().equals(this.clients.keySet())) {
      throw new IllegalStateException(
          "each platform needs a client and a mapper: "
              + this.clients.keySet()
              + " "
              + this.mappers.keySet());
    }
  }

  List<String> words() {
    return List.copyOf(clients.keySet());
  }

  /**
   * Who reads that platform.
   *
   * @throws TerminalFailure for one that there is not
   */
  PlatformClient client(String platform) {
    return Optional.ofNullable(clients.get(platform)).orElseThrow(() -> unknown(platform));
  }

  RecordMapper mapper(String platform) {
    return Optional.ofNullable(mappers.get(platform)).orElseThrow(() -> unknown(platform));
  }

  private TerminalFailure unknown(String platform) {
    return TerminalFailure.stopped(
        StopReason.CONFIG_INVALID, "there is no platform " + platform + ", but " + words());
  }
}
