package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.TypeProgress.State;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.Connection;
import io.syncline.clientapi.platform.PlatformClient;
import io.syncline.clientapi.platform.Position;
import io.syncline.clientapi.platform.Reading;
import io.syncline.clientapi.platform.RecordMapper;
import io.syncline.core.run.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** How far the run of an account is: type after type, in the order of its platform. */
final class AccountProgress implements Progress {
  static final String TYPES = "types";

  private final Credential credential;
  private final PlatformClient client;
  private final RecordMapper mapper;
  private final Connection connection;
  private final boolean isToldGone;
  private final Map<String, Reading> readings = new LinkedHashMap<>();
  private final Map<String, TypeProgress> types = new LinkedHashMap<>();
  private final Map<String, Position> positions = new ConcurrentHashMap<>();
  private final AtomicReference<PageReading.Ahead> ahead = new AtomicReference<>();

  /**
   * Of a run that has just begun.
   *
   * @param toRead what is read of each type, in that order
   * @param isToldGone whether the platform has said that records are gone; a run that is told later
   *     is followed by another one soon
   */
  AccountProgress(
      Credential credential,
      PlatformClient client,
      RecordMapper mapper,
      Connection connection,
      List<Reading> toRead,
      boolean isToldGone) {
    this.credential = credential;
    this.client = client;
    this.mapper = mapper;
    this.connection = connection;
    this.isToldGone = isToldGone;
    toRead.forEach(
        reading -> {
          readings.put(reading.type(), reading);
          types.put(reading.type(), TypeProgress.BEGUN);
        });
    connection
        .refused()
        .forEach(
            (type, reason) ->
                types.computeIfPresent(type, (it, begun) -> begun.in(State.SKIPPED, reason)));
  }

  Credential credential() {
    return credential;
  }

  PlatformClient client() {
    return client;
  }

  RecordMapper mapper() {
    return mapper;
  }

  Connection connection() {
    return connection;
  }

  /** Whether somebody has to ask for records that the platform said are gone. */
  boolean isToldGone() {
    return isToldGone;
  }

  /** Whether what is new is read, and no window of what was read before. */
  boolean isOfChanges() {
    return readings.values().stream().allMatch(it -> it.purpose() == Reading.Purpose.CHANGES);
  }

  List<Reading> readings() {
    return List.copyOf(readings.values());
  }

  /** Where types stand in staging, by their words; empty until that was asked. */
  Map<String, Position> positions() {
    return positions;
  }

  /** The page that was begun before it was asked for; it is asked for once. */
  Optional<PageReading.Ahead> ahead() {
    return Optional.ofNullable(ahead.getAndSet(null));
  }

  void begun(PageReading.Ahead page) {
    ahead.set(page);
  }

  /** What is read now; empty once all types are over. */
  synchronized Optional<Reading> reading() {
    return types.entrySet().stream()
        .filter(type -> !type.getValue().isOver())
        .findFirst()
        .map(type -> readings.get(type.getKey()));
  }

  synchronized TypeProgress of(String type) {
    return types.getOrDefault(type, TypeProgress.BEGUN);
  }

  synchronized void set(String type, TypeProgress progress) {
    types.put(type, progress);
  }

  /** Keeps how far it is for the time after the run has waited. */
  void keep(Map<String, JsonNode> notes) {
    notes.put(TYPES, report().path(TYPES));
  }

  /** Goes on from what was kept; whether a type may be read is what the platform says now. */
  synchronized void restore(Map<String, JsonNode> notes) {
    notes
        .getOrDefault(TYPES, JsonNodeFactory.instance.objectNode())
        .properties()
        .forEach(
            type ->
                types.computeIfPresent(
                    type.getKey(),
                    (it, now) -> now.isOver() ? now : TypeProgress.of(type.getValue())));
  }

  @Override
  public synchronized JsonNode report() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("fetched", types.values().stream().mapToLong(TypeProgress::fetched).sum());
    ObjectNode each = report.putObject(TYPES);
    types.forEach((type, progress) -> each.set(type, progress.json()));
    return report;
  }

  @Override
  public synchronized long reached() {
    return types.values().stream().filter(TypeProgress::isOver).count();
  }

  @Override
  public synchronized long total() {
    return types.size();
  }
}
