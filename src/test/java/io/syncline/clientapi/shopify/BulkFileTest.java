package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
                "{\"id\":\"a\"}\n{\"id\":\"l1\",\"__parentId\":\"a\"}\n{\"id\":\"l2\",\"__parentId\":\"a\"}"),
            new BulkFile.Entry("b", null, "{\"id\":\"b\"}"),
            new BulkFile.Entry("l3", "c", "{\"id\":\"l3\",\"__parentId\":\"c\"}"));
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
    assertThat(entries).allMatch(entry -> entry.data().length() < 1_400_000);
    assertThat(entries.stream().mapToInt(entry -> entry.data().split("\n").length).sum())
        .isEqualTo(21);
  }

  private long read(String text, boolean joins) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new BulkFile(in, joins, entries::add).read();
  }
}
