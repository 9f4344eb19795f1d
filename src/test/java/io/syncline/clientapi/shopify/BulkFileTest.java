package io.syncline.clientapi.shopify;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines that stand near each other become one row, and none is lost. */
class BulkFileTest {
  private final List<BulkFile.Entry> entries = new ArrayList<>();

  @Test
  void a_record_and_its_lines_are_one_whichever_comes_first() throws IOException {
    String text =
        "{\"id\":\"l1\",\"__parentId\":\"a\"}\n{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n"
            + "{\"id\":\"l2\",\"__parentId\":\"a\"}\n{\"id\":\"l3\",\"__parentId\":\"c\"}";
    assertThat(read(text, true)).isEqualTo(5);
    assertThat(entries)
        .containsExactly(
            new BulkFile.Entry(
                "a",
                null,
                List.of(
                    "{\"id\":\"a\"}",
                    "{\"id\":\"l1\",\"__parentId\":\"a\"}",
                    "{\"id\":\"l2\",\"__parentId\":\"a\"}")),
            new BulkFile.Entry("b", null, List.of("{\"id\":\"b\"}")),
            new BulkFile.Entry("l3", "c", List.of("{\"id\":\"l3\",\"__parentId\":\"c\"}")));
  }

  @Test
  void where_lines_are_records_each_is_its_own() throws IOException {
    assertThat(read("{\"id\":\"a\"}\n{\"id\":\"l\",\"__parentId\":\"a\"}\n", false)).isEqualTo(2);
    assertThat(entries).extracting(BulkFile.Entry::id).containsExactly("a", "l");
  }

  @Test
  void no_more_is_held_than_some_megabytes() throws IOException {
    String long1 = "{\"id\":\"l\",\"__parentId\":\"a\",\"t\":\"" + "x".repeat(300_000) + "\"}\n";
    assertThat(read("{\"id\":\"a\"}\n" + long1.repeat(20), true)).isEqualTo(21);
    assertThat(entries)
        .allMatch(entry -> entry.data().stream().mapToInt(String::length).sum() < 1_400_000);
    assertThat(entries.stream().mapToInt(entry -> entry.data().size()).sum()).isEqualTo(21);
  }

  /** Or the server would wait while many are read, and then the file while many are stored. */
  @Test
  void rows_are_handed_on_as_evenly_as_lines_come() throws IOException {
    String note = "\",\"note\":\"" + "n".repeat(1_000) + "\"}\n";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"id\":\"").append(i).append(note);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    List<Integer> left = new ArrayList<>();
    new BulkFile(in, true, entry -> left.add(in.available())).read();
    Map<Integer, Long> atOnce = left.stream().collect(groupingBy(it -> it, counting()));
    atOnce.remove(0); // the last ones, for which no line is waited
    assertThat(atOnce).hasSizeGreaterThan(200);
    assertThat(atOnce.values()).allMatch(rows -> rows < 100);
  }

  /** One byte that is no UTF-8 does not keep a shop's orders away. */
  @Test
  void bytes_that_are_no_text_are_shown_as_such() throws IOException {
    byte[] line = "{\"id\":\"a\",\"note\":\"caf?\",\"n?\":1}\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i] == '?' ? (byte) 0xe9 : line[i];
    }
    assertThat(new BulkFile(new ByteArrayInputStream(line), true, entries::add).read()).isOne();
    assertThat(entries)
        .containsExactly(
            new BulkFile.Entry(
                "a", null, List.of("{\"id\":\"a\",\"note\":\"caf\ufffd\",\"n\ufffd\":1}")));
  }

  @Test
  void a_line_ends_with_or_without_a_carriage_return_and_may_be_blank() throws IOException {
    assertThat(read("\r\n{\"id\":\"a\"}\r\n  \r\n\n{\"id\":\"b\"}", true)).isEqualTo(2);
    assertThat(entries).extracting(BulkFile.Entry::id).containsExactly("a", "b");
  }

  /** What is read is stored as UTF-8, and could not be read again. */
  @Test
  void another_encoding_is_refused() {
    for (String text : List.of("\ufeff{\"id\":\"a\"}\n", "[1]\n", "{}{}\n", "{\"id\":\n")) {
      assertThatThrownBy(() -> read(text, true)).hasMessageContaining("is not JSON line by line");
    }
    for (Charset other : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = "{\"id\":\"a\"}\n".getBytes(other);
      assertThatThrownBy(
              () -> new BulkFile(new ByteArrayInputStream(bytes), true, entries::add).read())
          .hasMessageContaining("is not JSON line by line");
    }
    assertThat(entries).isEmpty();
  }

  /** A line that began in what was read before stands in no buffer as a whole. */
  @Test
  void lines_longer_than_what_is_read_at_once_are_whole() throws IOException {
    String one = "{\"id\":\"a\",\"note\":\"" + "\u00e9".repeat(60_000) + "\"}";
    String two = "{\"note\":\"" + "n".repeat(70_000) + "\",\"id\":\"b\"}";
    assertThat(read(one + "\n" + two + "\n" + one.replace("\"a\"", "\"c\""), true)).isEqualTo(3);
    assertThat(entries).extracting(BulkFile.Entry::id).containsExactly("a", "b", "c");
    assertThat(entries).first().extracting(BulkFile.Entry::data).isEqualTo(List.of(one));
  }

  private long read(String text, boolean joins) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new BulkFile(in, joins, entries::add).read();
  }
}
