package io.syncline.sandbox.close;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a search looks for: one kind of object, and days within which it was updated
 * (close#advanced-filtering). A day is the only moment that may be named.
 */
record CloseQuery(String kind, Predicate<ObjectNode> wanted, boolean isDescending) {

  static CloseQuery of(JsonNode body) {
    List<String> kinds = new ArrayList<>();
    Predicate<ObjectNode> wanted = condition(body.path("query"), kinds);
    Refusal.when(
        kinds.size() != 1,
        () -> CloseRefusals.field("query", "Exactly one object type has to be searched."));
    return new CloseQuery(kinds.get(0), wanted, isDescending(body.path("sort")));
  }

  private static Predicate<ObjectNode> condition(JsonNode query, List<String> kinds) {
    return switch (query.path("type").asText()) {
      case "and" -> all(query, kinds);
      case "object_type" -> {
        kinds.add(query.path("object_type").asText());
        yield record -> true;
      }
      case "field_condition" -> updated(query);
      default -> throw CloseRefusals.field("query", "Unknown query type.");
    };
  }

  private static Predicate<ObjectNode> all(JsonNode query, List<String> kinds) {
    Predicate<ObjectNode> all = record -> true;
    for (JsonNode part : query.path("queries")) {
      all = all.and(condition(part, kinds));
    }
    return all;
  }

  private static Predicate<ObjectNode> updated(JsonNode query) {
    JsonNode condition = query.path("condition");
    Refusal.when(
        !query.at("/field/field_name").asText().equals("date_updated")
            || !condition.path("type").asText().equals("moment_range"),
        () -> CloseRefusals.field("query", "Only moment ranges of date_updated are searched."));
    Instant from = moment(condition.path("on_or_after"), Instant.MIN);
    Instant before = moment(condition.path("before"), Instant.MAX);
    return record -> {
      Instant updated = CloseRecords.updated(record);
      return !updated.isBefore(from) && updated.isBefore(before);
    };
  }

  private static Instant moment(JsonNode moment, Instant otherwise) {
    if (moment.isMissingNode() || moment.isNull()) {
      return otherwise;
    }
    Refusal.when(
        !moment.path("type").asText().equals("fixed_local_date"),
        () -> CloseRefusals.field("query", "Unknown moment type."));
    try {
      LocalDate day = LocalDate.parse(moment.path("value").asText());
      boolean isEnd = moment.path("which").asText().equals("end");
      return (isEnd ? day.plusDays(1) : day).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw CloseRefusals.field("query", "Not a date.");
    }
  }

  private static boolean isDescending(JsonNode sort) {
    for (JsonNode by : sort) {
      Refusal.when(
          !by.at("/field/field_name").asText().equals("date_updated"),
          () -> CloseRefusals.field("sort", "Only date_updated is sorted by."));
    }
    return sort.at("/0/direction").asText().equals("desc");
  }
}
