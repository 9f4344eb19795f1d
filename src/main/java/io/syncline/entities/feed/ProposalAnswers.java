package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StorableText;
import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.ColumnMapping;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.proposal.Proposal;
import io.syncline.entities.engine.proposal.ProposedColumn;
import io.syncline.entities.engine.proposal.RecordTable;
import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.feed.Configuration.Tab;
import io.syncline.entities.source.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Answers how the columns of a tab may be mapped, for somebody to confirm. */
@Component
record ProposalAnswers(FeedStore store, Feeds feeds, TabLooks looks) {
  private static final int SAMPLE = 50;
  private static final int EXAMPLES = 3;
  private static final int LONGEST = 60;
  private static final String SOURCE_COLUMN = "source_column";

  /** The tab as it may be mapped: what is proposed, and the columns as a PATCH takes them. */
  ApiAnswer of(@Body ApiRequest call) {
    Asked.only(call, TabLooks.KEPT);
    Configuration all = store.read();
    Configured configured = feeds.of(all);
    return looks.look(
        configured,
        call,
        SAMPLE,
        seen -> ApiAnswer.ok(told(all, Asked.tab(all, call.id()), proposed(seen), seen)));
  }

  private ObjectNode told(
      Configuration all, Tab tab, List<ProposedColumn> proposed, TabLooks.Seen seen) {
    Tab then = new Tab(tab.id(), tab.told(), columns(tab, proposed), tab.lastSynced());
    Configured checked = feeds.of(all.with(then));
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("tab_name", seen.rows().tabName()).put("read_at", seen.readAt().toString());
    List<GridRow> table = table(seen);
    ArrayNode each = told.putArray("proposed");
    for (ProposedColumn column : proposed) {
      ObjectNode shown = shown(column);
      examples(table, column.sourceColumn()).forEach(shown.putArray("examples")::add);
      each.add(shown);
    }
    told.set("headers", headers(tab, proposed, table.get(0)));
    ArrayNode columns = told.putArray(FeedJson.COLUMNS);
    then.columns().forEach(columns::add);
    checked.faults(then).forEach(told.putArray("faults")::add);
    checked.warnings(then).forEach(told.putArray("warnings")::add);
    return told;
  }

  private static List<ProposedColumn> proposed(TabLooks.Seen seen) {
    Feed feed = seen.feed();
    Region region =
        new Region(
            Region.locale(feed.locale()).orElseThrow(), Region.zone(feed.timezone()).orElseThrow());
    List<GridRow> table = table(seen);
    return Proposal.of(
            open(seen.type()), region, table.get(0), table.subList(1, table.size()), feed.columns())
        .stream()
        .filter(it -> it.sourceColumn().length() <= Member.LONGEST)
        .toList();
  }

  /** Without the fields that are derived anywhere, as these are nobody's target. */
  private static EntityType open(TypePlan plan) {
    Set<String> derived =
        plan.feeds().stream()
            .flatMap(feed -> feed.columns().stream())
            .filter(column -> column.authority() == Authority.DERIVED)
            .map(column -> String.valueOf(column.targetField()))
            .collect(Collectors.toSet());
    EntityType type = plan.type();
    return new EntityType(
        type.name(),
        type.keyField(),
        type.fields().stream().filter(field -> !derived.contains(field.name())).toList());
  }

  /** The header, and the first rows below it that are not blank. */
  private static List<GridRow> table(TabLooks.Seen seen) {
    int header = seen.feed().headerRow();
    List<GridRow> table = new ArrayList<>();
    List<ApiRecord> records = new ArrayList<>();
    for (Row row : seen.rows().rows()) {
      if (row instanceof Row.OfApi api) {
        records.add(api.record());
      } else if (row instanceof Row.OfSheet sheet && sheet.row().number() >= header) {
        table.add(sheet.row());
      }
      if (table.size() > SAMPLE || records.size() >= SAMPLE) {
        break;
      }
    }
    if (seen.rows().areRecords(seen.feed().source().kind())) {
      return RecordTable.of(
          records, seen.feed().columns().stream().map(ColumnMapping::sourceColumn).toList());
    }
    if (table.isEmpty() || table.get(0).number() != header) {
      throw TerminalFailure.stopped(
          StopReason.HEADER_ROW_MISSING, "Row " + header + ", the header, is missing or blank");
    }
    return table;
  }

  /** What is there, under its new headers, then what is new and like a field. */
  private static List<ObjectNode> columns(Tab tab, List<ProposedColumn> proposed) {
    Map<String, String> renamed = new HashMap<>();
    for (ProposedColumn column : proposed) {
      if (column.insteadOf() != null) {
        renamed.put(column.insteadOf(), column.sourceColumn());
      }
    }
    List<ObjectNode> columns = new ArrayList<>();
    for (ObjectNode column : tab.columns()) {
      String name = column.path(SOURCE_COLUMN).asText();
      columns.add(column.deepCopy().put(SOURCE_COLUMN, renamed.getOrDefault(name, name)));
    }
    proposed.stream()
        .filter(it -> it.targetField() != null && it.insteadOf() == null)
        .map(ProposalAnswers::mapping)
        .map(Shape.COLUMN::ofRow)
        .forEach(columns::add);
    return columns;
  }

  /** What each mapped column is called now, and of one that is gone the header that it may be. */
  private static ArrayNode headers(Tab tab, List<ProposedColumn> proposed, GridRow header) {
    ArrayNode headers = JsonNodeFactory.instance.arrayNode();
    for (ObjectNode column : tab.columns()) {
      String mapped = column.path(SOURCE_COLUMN).asText();
      Optional<String> now =
          header.cells().stream()
              .map(Cell::spelling)
              .filter(it -> Texts.normalized(it).equals(Texts.normalized(mapped)))
              .findFirst();
      Optional<String> likely =
          proposed.stream()
              .filter(it -> mapped.equals(it.insteadOf()))
              .map(ProposedColumn::sourceColumn)
              .findFirst();
      headers
          .addObject()
          .put(SOURCE_COLUMN, mapped)
          .put("now", now.orElse(null))
          .put("likely", likely.orElse(null));
    }
    return headers;
  }

  /** Some of what stands below a header. */
  private static List<String> examples(List<GridRow> table, String header) {
    int place = table.get(0).cells().stream().map(Cell::spelling).toList().indexOf(header);
    return table.stream()
        .skip(1)
        .filter(row -> place < row.cells().size())
        .map(row -> row.cells().get(place).spelling())
        .filter(text -> !text.isEmpty())
        .distinct()
        .limit(EXAMPLES)
        .map(
            text ->
                text.length() > LONGEST ? StorableText.of(text.substring(0, LONGEST)) + "…" : text)
        .toList();
  }

  private static ObjectNode shown(ProposedColumn column) {
    return mapping(column)
        .put("cells", column.cells())
        .put("read", column.read())
        .put("instead_of", column.insteadOf());
  }

  private static ObjectNode mapping(ProposedColumn column) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(SOURCE_COLUMN, column.sourceColumn())
        .put("target_field", column.targetField())
        .put("is_key", column.isKey())
        .put("transform", column.transform());
  }
}
