package io.syncline.clientapi.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.TransientFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TabbedRowsTest {
  private static final String FILE = "item-name\tseller-sku\r\n%s 5\"\t0012\r\n\r\nb\t a,b \r\n";

  @ParameterizedTest
  @CsvSource({
    "UTF-8,UTF-8,水筒,A1VC38T7YXB528",
    "Shift_JIS,Shift_JIS,水筒表,A1VC38T7YXB528",
    "ISO-8859-1,ISO-8859-1,grün,A1PA6795UKMFR9",
    "Shift_JIS,,水筒表,A1VC38T7YXB528",
    "windows-1252,,grün 5 €,A1PA6795UKMFR9",
    "UTF-8,,grün 5 €,A1PA6795UKMFR9",
    "UTF-8,no-such-set,水筒,A1VC38T7YXB528"
  })
  void a_file_is_in_the_character_set_that_it_names_or_that_its_marketplace_uses(
      String written, String named, String text, String market) throws IOException {
    Optional<String> type = Optional.ofNullable(named).map(it -> "text/plain; charset=" + it);
    TabbedRows.Part part =
        new TabbedRows(0, 10)
            .read(bytes(FILE.formatted(text), written))
            .in(ReportText.named(type), market);
    assertThat(part.columns()).containsExactly("item-name", "seller-sku");
    assertThat(part.rows())
        .as("quotes are data, spaces and zeros count")
        .containsExactly(List.of(text + " 5\"", "0012"), List.of("b", " a,b "));
    assertThat(part.isLast()).isTrue();
  }

  @Test
  void a_large_file_is_read_in_parts() throws IOException {
    String file = "seller-sku\n1\n2\n3\n4\n5\n";
    TabbedRows.Part first = new TabbedRows(0, 2).read(bytes(file, "UTF-8"));
    TabbedRows.Part last = new TabbedRows(4, 2).read(bytes(file, "UTF-8"));
    assertThat(first.rows()).containsExactly(List.of("1"), List.of("2"));
    assertThat(first.isLast()).isFalse();
    assertThat(last.rows()).containsExactly(List.of("5"));
    assertThat(last.isLast()).isTrue();
    assertThat(new TabbedRows(0, 5).read(bytes(file, "UTF-8")).isLast()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seller-sku\n", "seller-sku\n1\n"})
  void a_line_that_does_not_end_is_a_failure(String before) {
    InputStream endless =
        new SequenceInputStream(
            bytes(before, "UTF-8"), new ByteArrayInputStream(new byte[5 << 20]));
    assertThatThrownBy(() -> new TabbedRows(0, 10).read(endless))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("has a line of more than");
  }

  @Test
  void long_rows_are_held_by_their_size_and_not_by_their_number() throws IOException {
    String row = "x".repeat(900_000) + "\n";
    TabbedRows.Part part =
        new TabbedRows(2, 100).read(bytes("seller-sku\n" + row.repeat(40), "UTF-8"));
    assertThat(part.rows()).hasSizeBetween(2, 20);
    assertThat(part.isLast()).isFalse();
  }

  @Test
  void a_row_with_other_columns_is_an_error_of_its_own() {
    List<String> columns = List.of("seller-sku", "price");
    ObjectNode good = ReportReading.record(columns, List.of("a", "1"), 0, "M1");
    ObjectNode odd = ReportReading.record(columns, List.of("a", "b", "c"), 0, "M1");
    assertThat(good.at("/report/price").asText()).isEqualTo("1");
    assertThat(odd.has("sku")).isFalse();
    assertThat(odd.path("row").asText()).isEqualTo("a\tb\tc");
  }

  private static ByteArrayInputStream bytes(String text, String charset) {
    return new ByteArrayInputStream(text.getBytes(Charset.forName(charset)));
  }
}
