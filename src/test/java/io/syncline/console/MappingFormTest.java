package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class MappingFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MappingChoices CHOICES =
      new MappingChoices(
          json(
              """
              {"fields": [{"name": "tier", "type": "text", "transform": "text"}, {"name": "mrr", "type": "numeric", "transform": "number"}],
               "transforms": [{"name": "text", "settings": []}, {"name": "number", "settings": []},
                 {"name": "enum", "settings": [{"name": "values", "kind": "members", "words": []}]},
                 {"name": "date", "settings": [{"name": "formats", "kind": "texts", "words": []}]}],
               "words": {"authority": ["source_of_truth", "reference"], "on_empty": ["ignore", "clear"]}}
              """));

  private final MultiValueMap<String, String> sent = new LinkedMultiValueMap<>();

  @Test
  void what_a_form_shows_and_sends_back_is_what_it_was() throws JsonProcessingException {
    JsonNode stored =
        json(
            """
            [{"source_column": "Tier", "target_field": "tier", "is_key": false, "authority": "reference", "transform": "enum",
              "transform_config": {"values": {"a = b": 1, "yes": true, "no": "false"}}, "required": true, "on_empty": "clear",
              "null_tokens": ["n/a", "a,b"]}]
            """);
    send(MappingForm.of(stored).rows(CHOICES));
    assertThat(MappingForm.typed(sent, CHOICES).mapped()).isEqualTo(stored);
  }

  @Test
  void lines_are_members_and_settings_of_another_transform_are_gone()
      throws JsonProcessingException {
    send(
        MappingForm.of(
                json(
                    "[{\"source_column\": \"Tier\", \"target_field\": \"tier\", \"is_key\": true, \"transform\": \"enum\", \"transform_config\": {\"values\": {\"x\": 1}}}]"))
            .rows(CHOICES));
    sent.set("c0.set.values", "Gold Tier = gold\r\n\r\n a=b = 2 \r\nwithout");
    assertThat(
            MappingForm.typed(sent, CHOICES).mapped().at("/0/transform_config/values").toString())
        .isEqualTo("{\"Gold Tier\":\"gold\",\"a=b\":\"2\",\"without\":\"\"}");
    sent.set("c0.transform", "date");
    assertThat(MappingForm.typed(sent, CHOICES).mapped().at("/0/transform_config")).isEmpty();
    sent.set("c0.target_field", "");
    sent.remove("key");
    assertThat(MappingForm.typed(sent, CHOICES).mapped()).as("left out").isEmpty();
  }

  @Test
  void a_column_that_is_given_a_field_is_read_as_that_is_usually() throws JsonProcessingException {
    send(new MappingForm(List.of(MappingRow.leftOut("MRR"))).rows(CHOICES));
    sent.set("c0.target_field", "mrr");
    assertThat(MappingForm.typed(sent, CHOICES).mapped().at("/0/transform").asText())
        .isEqualTo("number");
  }

  @Test
  void proposals_fill_what_is_left_out_and_rename_what_is_gone() throws JsonProcessingException {
    JsonNode proposal =
        json(
            """
            {"proposed": [
              {"source_column": "Level", "target_field": "tier", "is_key": false, "transform": "text", "instead_of": null},
              {"source_column": "Monthly", "target_field": "mrr", "is_key": false, "transform": "number", "instead_of": "MRR"},
              {"source_column": "Rank", "target_field": "tier", "is_key": false, "transform": "text", "instead_of": null},
              {"source_column": "Colour", "target_field": null, "is_key": false, "transform": "text", "instead_of": null}]}
            """);
    MappingForm form =
        MappingForm.of(
                json(
                    "[{\"source_column\": \"MRR\", \"target_field\": \"mrr\", \"on_empty\": \"clear\"}]"))
            .beside(proposal);
    assertThat(form.columns()).hasSize(5);
    MappingForm taken = form.taking(proposal);
    assertThat(taken.mapped().findValuesAsText("source_column"))
        .as("a field is taken once")
        .containsExactly("Monthly", "Level");
    assertThat(taken.mapped().at("/0/on_empty").asText()).isEqualTo("clear");
    assertThat(taken.columns()).as("its own row is gone").hasSize(4);
  }

  @Test
  void what_is_no_list_of_objects_is_refused() {
    for (String typed : List.of("{}", "[1]", "[", "7")) {
      sent.set(MappingForm.JSON, typed);
      assertThatThrownBy(() -> MappingForm.typed(sent, CHOICES))
          .as(typed)
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  /** As the page of these rows sends them. */
  private void send(List<MappingRow> rows) {
    for (MappingRow row : rows) {
      String name = "c" + row.at() + ".";
      sent.set(name + "was", row.was());
      sent.set(name + "source_column", row.header());
      sent.set(name + "target_field", row.target());
      if (row.isKey()) {
        sent.set("key", "" + row.at());
      }
      if (row.isMapped()) {
        sent.set(name + "transform", row.transform());
        row.settings().forEach(it -> sent.set(name + "set." + it.setting().name(), it.text()));
        sent.set(name + "authority", row.word("authority"));
        sent.set(name + "on_empty", row.word("on_empty"));
        sent.set(name + "null_tokens", row.nullTokens());
      }
      if (row.isRequired()) {
        sent.set(name + "required", "true");
      }
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
