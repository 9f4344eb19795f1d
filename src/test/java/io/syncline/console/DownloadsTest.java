package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiCall;
import io.syncline.core.pipeline.ApiCalls;
import io.syncline.core.pipeline.ApiCalls.Caller;
import io.syncline.core.pipeline.ApiCalls.Told;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** Tables of more than a page, from an API of 70 pages that have an entry each. */
class DownloadsTest {
  private static final Caller VIEWER = new Caller("vera", false);
  private static final int PAGES = 70;

  private final List<ApiCall> asked = new ArrayList<>();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void a_table_has_every_page_and_no_line_besides() throws IOException {
    errors(this::page);
    assertThat(response.getContentAsString().lines()).hasSize(PAGES + 1);
    assertThat(response.getContentAsString()).endsWith("\r\n2,,,,,\r\n1,,,,,\r\n");
    assertThat(asked.get(1).query()).containsEntry("before", "70");
  }

  @Test
  void a_table_that_was_broken_off_says_so() throws IOException {
    errors((call, caller) -> asked.size() < 3 ? page(call, caller) : refusal());
    assertThat(response.getContentAsString().lines().toList())
        .hasSize(5)
        .last()
        .isEqualTo("# Broken off: Try again later");
  }

  @Test
  void a_list_with_more_than_it_has_says_so() throws IOException {
    new RunListPages(desk(this::page), new Downloads(desk(this::page)))
        .csv(new RunFilters("", "", "", "", ""), VIEWER, response);
    assertThat(response.getContentAsString().lines().toList())
        .hasSize(52)
        .last()
        .isEqualTo("# There are more: narrow the list");
  }

  @Test
  void nothing_is_read_for_somebody_who_has_left() throws IOException {
    MockHttpServletResponse left =
        new MockHttpServletResponse() {
          @Override
          public PrintWriter getWriter() {
            return new PrintWriter(new Closed());
          }
        };
    tables(this::page).errors("1", VIEWER, left);
    assertThat(asked).hasSize(1);
  }

  @Test
  void the_third_at_once_is_refused() {
    List<RunTables> one = new ArrayList<>();
    one.add(
        tables(
            (call, caller) -> {
              asked.add(call);
              take(one.get(0));
              return refusal();
            }));
    for (int asks : List.of(2, 4)) {
      assertThatThrownBy(() -> take(one.get(0)))
          .isInstanceOfSatisfying(
              PageRefused.class, it -> assertThat(it.told().status()).isEqualTo(503));
      assertThat(asked).as("both places were free").hasSize(asks);
    }
  }

  private void errors(ApiCalls api) throws IOException {
    tables(api).errors("1", VIEWER, response);
  }

  private static void take(RunTables tables) {
    try {
      tables.errors("1", VIEWER, new MockHttpServletResponse());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunTables tables(ApiCalls api) {
    return new RunTables(desk(api), new Downloads(desk(api)));
  }

  private static Desk desk(ApiCalls api) {
    return new Desk(api, new ObjectMapper());
  }

  /** The entries are numbered from the last to the first. */
  private Told page(ApiCall call, Caller caller) {
    asked.add(call);
    int seq = Integer.parseInt(call.query().getOrDefault("before", "71")) - 1;
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    for (String list : List.of("errors", "runs")) {
      page.putArray(list).addObject().put("seq", seq);
    }
    if (seq > 1) {
      page.put("next", seq);
    }
    return new Told(200, page);
  }

  private static Told refusal() {
    return new Told(503, JsonNodeFactory.instance.objectNode().put("detail", "Try again later"));
  }

  /** The connection of somebody who has left. */
  private static final class Closed extends Writer {
    @Override
    public void write(char[] text, int from, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void close() {}
  }
}
