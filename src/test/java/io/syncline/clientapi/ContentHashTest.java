package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.record.StorableJson;
import io.syncline.core.record.StoredJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What two records are compared by. */
class ContentHashTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void members_in_another_order_are_no_change() throws JsonProcessingException {
    assertThat(hash("{\"a\": {\"x\": 1, \"y\": [1, 2]}, \"b\": null}"))
        .isEqualTo(hash("{\"b\": null, \"a\": {\"y\": [1, 2], \"x\": 1}}"))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void items_in_another_order_another_type_and_an_absent_member_are()
      throws JsonProcessingException {
    assertThat(hash("[1, 2]")).isNotEqualTo(hash("[2, 1]"));
    assertThat(hash("{\"a\": \"1\"}")).isNotEqualTo(hash("{\"a\": 1}"));
    assertThat(hash("{\"a\": null}")).isNotEqualTo(hash("{}"));
  }

  @Test
  void the_text_in_order_is_the_same_json() throws JsonProcessingException {
    String text =
        "{\"b\":[],\"a\":[{},{\"\\\"k\\n\":\"\u00e9\\u0001\\\\ \ud83d\ude00\"},[1.50,-2,true,null,\"\"]]}";
    assertThat(StoredJson.read(ContentHash.ordered(StoredJson.read(text))))
        .isEqualTo(StoredJson.read(text));
    assertThat(ContentHash.ordered(StoredJson.read("{\"b\":[1.50,{}],\"a\":\"{\"}")))
        .isEqualTo("{\"a\":\"{\",\"b\":[1.50,{}]}");
  }

  /** Or all that was stored would be taken for changed. */
  @Test
  void every_sign_is_written_as_it_always_was() {
    for (char sign = 1; sign < Character.MIN_SURROGATE; sign++) {
      String text = "a" + sign;
      assertThat(ContentHash.ordered(TextNode.valueOf(text)))
          .isEqualTo('"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
    }
  }

  /** Figures of before: whatever changes them has all records of all clients written again. */
  @Test
  void the_text_of_a_record_and_its_hash_stay_what_they_are() {
    String text =
        ContentHash.ordered(
            StoredJson.read(
                "{\"z\":\"\ud83d\ude00 \\\"q\\\" \\u0007\\n\u00e9\",\"n\":[1.50,1E+5,-0.0,123456789012345678901234567890,7,true,null],\"e\":{},\"l\":[],\"a\\t\":\"\"}"));
    assertThat(text)
        .isEqualTo(
            "{\"a\\t\":\"\",\"e\":{},\"l\":[],\"n\":[1.50,1E+5,0.0,123456789012345678901234567890,7,true,null],\"z\":\"\ud83d\ude00 \\\"q\\\" \\u0007\\n\u00e9\"}");
    assertThat(ContentHash.of(text))
        .isEqualTo("6734bc6b49495e00a31fc774683dda967d881bfcf0234699b8a84eeae12304b9");
  }

  /** What is remembered of one object decides nothing about another. */
  @Test
  void objects_of_any_names_in_any_order_are_written_by_their_names()
      throws JsonProcessingException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Map<String, Integer> members = new LinkedHashMap<>();
      for (int n = random.nextInt(6); n > 0; n--) {
        members.put(name(random), n);
      }
      assertThat(ContentHash.ordered(json.valueToTree(members)))
          .isEqualTo(json.writeValueAsString(new TreeMap<>(members)));
    }
  }

  private static String name(Random random) {
    String name =
        List.of("id", "Aa", "BB", "\u00e9\"", "na\nme", "x".repeat(3_000)).get(random.nextInt(6));
    return random.nextInt(4) == 0 ? name + random.nextInt(5_000) : name;
  }

  @Test
  void what_no_column_holds_is_fitted_wherever_it_stands() {
    JsonNode data =
        StoredJson.read(
            "{\"b\":[{\"k\\u0000\":\"\\ud83d\"},1e200000,7],\"a\":{\"t\":\"x\\u0000y\"}}");
    assertThat(ContentHash.ordered(data))
        .isEqualTo(ContentHash.ordered(StorableJson.fitted(data)))
        .isEqualTo("{\"a\":{\"t\":\"xy\"},\"b\":[{\"k\":\"\"},null,7]}");
  }

  private String hash(String text) throws JsonProcessingException {
    return ContentHash.of(ContentHash.ordered(json.readTree(text)));
  }
}
