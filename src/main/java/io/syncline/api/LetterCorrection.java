package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.letter.DeadLetter;
import io.syncline.core.letter.DeadLetterRows;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StorableText;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.Streams;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Corrects values of a dead letter's record, so that its replay may be taken. */
@Component
final class LetterCorrection {
  private final DeadLetterRows letters;
  private final Streams streams;

  LetterCorrection(DeadLetterRows letters, Streams streams) {
    this.letters = letters;
    this.streams = streams;
  }

  /** The letter with its record as corrected; only shown where the caller rehearses. */
  ObjectNode correct(DeadLetter letter, ApiRequest request) {
    if (letter.closed().isPresent()) {
      throw DeadLetterRequests.closedBefore(letter);
    }
    Stream stream = streamOf(letter);
    JsonNode values = request.body().map(body -> body.path("record")).orElseThrow(this::noValues);
    if (!values.isObject() || values.isEmpty()) {
      throw noValues();
    }
    ObjectNode record = letter.record().deepCopy();
    values.properties().forEach(value -> put(record, columnOf(stream, value), value.getValue()));
    if (!request.isTrue("dry_run")) {
      letters.correct(letter.id(), record);
    }
    return letter.jsonWith(record);
  }

  /** An item that could not be read has no columns yet. */
  private Stream streamOf(DeadLetter letter) {
    Optional<Stream> stream = streams.find(letter.table(), letter.stream());
    if (letter.kind().equals("parse") || stream.isEmpty() || !letter.record().isObject()) {
      throw RequestRefused.of(
          409,
          "NOT_CORRECTABLE",
          "The record has no columns to correct",
          "Correct it at the source, run that range again, then close the letter");
    }
    if (stream.get().shared() && letter.destination().equals("production")) {
      throw RequestRefused.of(
          409,
          "NOT_CORRECTABLE",
          "Production is given what staging holds",
          "Correct it in staging, where others write it too, then replay the letter");
    }
    return stream.get();
  }

  private static Column columnOf(Stream stream, Map.Entry<String, JsonNode> value) {
    return stream.values().stream()
        .filter(column -> column.name().equals(value.getKey()))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.invalid(
                    "record",
                    "may name columns that are no part of the key",
                    stream.values().stream().map(Column::name).toList()));
  }

  private static void put(ObjectNode record, Column column, JsonNode value) {
    if (value.isNull()) {
      record.putNull(column.name());
      return;
    }
    String text = StorableText.of(value.isContainerNode() ? value.toString() : value.asText());
    try {
      column.read(text);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw RequestRefused.invalid("record." + column.name(), "is not of its type", List.of());
    }
    record.put(column.name(), text);
  }

  private RequestRefused noValues() {
    return RequestRefused.invalid(
        "record", "must be an object of columns and their values", List.of());
  }
}
