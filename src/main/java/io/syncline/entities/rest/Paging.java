package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import io.syncline.entities.engine.grid.RecordPath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one page leads to the next.
 *
 * @param at where in an answer the next link or cursor stands
 * @param parameter what carries a cursor, a number or an offset
 * @param first the number or offset of the first page
 * @param size how many records a full page has, so that a shorter one is the last; 0: an empty one
 *     is
 */
record Paging(By by, String at, String parameter, int first, int size) {
  private static final Pattern NEXT =
      Pattern.compile(
          "<([^<>]{1,4000})>\\s*;[^<]*?\\brel\\s*=\\s*\"?(?:[^\",;]*\\s)?next(?:\\s[^\",;]*)?\"?(?=\\s*(?:[,;]|$))");

  /** The ways there are. */
  enum By {
    NONE,
    LINK_HEADER,
    LINK,
    CURSOR,
    NUMBER,
    OFFSET
  }

  static Paging of(Keys keys) {
    keys.known("by", "at", "parameter", "first", "size");
    By by = keys.word("by", By.NONE, By.values());
    boolean isRead = by == By.LINK || by == By.CURSOR;
    boolean isSent = by == By.CURSOR || by == By.NUMBER || by == By.OFFSET;
    return new Paging(
        by,
        isRead ? keys.text("at") : "",
        isSent ? keys.text("parameter") : "",
        keys.number("first", by == By.NUMBER ? 1 : 0, 0, 1),
        keys.number("size", 0, 0, 100_000));
  }

  /** Whether a page is named by how many come before it. */
  boolean isCounted() {
    return by == By.NUMBER || by == By.OFFSET;
  }

  /** Whether each page says where the next one is. */
  boolean isLinked() {
    return by == By.LINK || by == By.LINK_HEADER;
  }

  /** What the first page is asked with beside the query of the list. */
  SourceQuery begun(SourceQuery query) {
    return isCounted() ? query.with(parameter, String.valueOf(first)) : query;
  }

  /**
   * The request for the page after this one, if there is one.
   *
   * @param query that of every page
   * @param pages how many were read
   * @param records how many records they had
   * @param onPage how many the last one had
   */
  Optional<SourceRequest> next(
      SourceRequest last,
      SourceQuery query,
      SourceAnswer answer,
      int pages,
      int records,
      int onPage) {
    return switch (by) {
      case NONE -> Optional.empty();
      case LINK_HEADER -> answer.header("Link").flatMap(Paging::link).map(last::following);
      case LINK -> text(answer.body()).map(last::following);
      case CURSOR -> text(answer.body()).map(cursor -> with(last, query, cursor));
      case NUMBER -> more(onPage).map(it -> with(last, query, String.valueOf(first + pages)));
      case OFFSET -> more(onPage).map(it -> with(last, query, String.valueOf(first + records)));
    };
  }

  private Optional<Boolean> more(int onPage) {
    return onPage > 0 && onPage >= size ? Optional.of(true) : Optional.empty();
  }

  private SourceRequest with(SourceRequest last, SourceQuery query, String value) {
    return SourceRequest.get(last.source(), last.path(), query.with(parameter, value));
  }

  private Optional<String> text(JsonNode body) {
    JsonNode found = RecordPath.of(at).find(body);
    return found.isNull() || found.isMissingNode() || found.asText().isEmpty()
        ? Optional.empty()
        : Optional.of(found.asText());
  }

  private static Optional<String> link(String header) {
    Matcher next = NEXT.matcher(header);
    return next.find() ? Optional.of(next.group(1)) : Optional.empty();
  }
}
