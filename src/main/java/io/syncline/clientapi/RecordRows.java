package io.syncline.clientapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.credential.Credential;
import io.syncline.clientapi.platform.ClientRecord;
import io.syncline.clientapi.platform.Fetched;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.AllCores;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes rows of a platform's records: found by account, type and id, compared by their hash. */
@Component
record RecordRows(Clock clock) {

  /** Those of a page that has none. */
  static final Page NONE = new Rows(List.of(), List.of());

  private record Rows(List<SyncRecord> records, List<RejectedRecord> rejected) implements Page {}

  /** One of a page, which became a row or did not. */
  private record Made(Optional<SyncRecord> row, Optional<RejectedRecord> rejected) {}

  /**
   * The rows of a page; a record without an id is kept as it came. They are made on all cores: to
   * read, order and hash a record is most of what a page costs where nothing is new.
   */
  Page of(AccountProgress progress, String type, Fetched page, UUID run) {
    List<JsonNode> records = page.records();
    String metadata = metadata(progress, page, run).toString();
    List<Made> made =
        AllCores.made(records.size(), i -> made(progress, type, records.get(i), metadata));
    return new Rows(
        made.stream().flatMap(it -> it.row().stream()).toList(),
        made.stream().flatMap(it -> it.rejected().stream()).toList());
  }

  private static Made made(
      AccountProgress progress, String type, JsonNode record, String metadata) {
    try {
      ClientRecord mapped = progress.mapper().map(progress.credential(), type, record);
      SyncRecord row = row(progress.credential(), type, mapped, metadata);
      return new Made(Optional.of(row), Optional.empty());
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      return new Made(Optional.empty(), Optional.of(new RejectedRecord(type, record, why)));
    }
  }

  private static SyncRecord row(
      Credential credential, String type, ClientRecord record, String metadata) {
    String data = ContentHash.ordered(record.data());
    return SyncRecord.of(
        credential.clientId(),
        credential.id(),
        type,
        record.externalId(),
        credential.platform(),
        record.createdAt(),
        record.updatedAt(),
        ContentHash.of(data),
        data,
        metadata,
        null);
  }

  /** How the record came to us, which is no change of it. */
  private ObjectNode metadata(AccountProgress progress, Fetched page, UUID run) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("run_id", run.toString());
    metadata.put("account", progress.connection().account());
    metadata.put("fetched_at", clock.instant().toString());
    if (page.isPartial()) {
      metadata.put("partial", true);
    }
    progress
        .connection()
        .facts()
        .properties()
        .forEach(it -> metadata.set(it.getKey(), it.getValue()));
    page.version()
        .or(progress.connection()::served)
        .ifPresent(version -> metadata.put("api_version", version));
    return metadata;
  }
}
