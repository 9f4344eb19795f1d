package io.syncline.entities.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.source.ListedHosts;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ApiConfigTest {
  private static final String WHOLE =
      """
      {'base_url': 'https://api.example.com/v1',
       'authorization': {'kind': 'header', 'name': 'X-Api-Key'},
       'pace': {'per_second': 3, 'per_minute': 40},
       'largest_answer': '2MB',
       'lists': {'people': {
         'path': '/people/a b', 'query': {'per_page': 100}, 'records': 'data.items', 'id': 'id',
         'pages': {'by': 'cursor', 'at': 'paging.next', 'parameter': 'cursor'},
         'changed': {'parameter': 'since', 'at': 'updated_at', 'overlap': '5m'}}}}
      """;
  private final List<String> faults = new ArrayList<>();

  @Test
  void a_whole_configuration_is_read() {
    ApiConfig api = read(WHOLE);
    assertThat(faults).isEmpty();
    assertThat(api.identity())
        .isEqualTo(new ApiConfig.Identity(ApiConfig.Identity.Kind.HEADER, "X-Api-Key"));
    assertThat(api.perMinute()).isEqualTo(40);
    assertThat(api.largestAnswer()).isEqualTo(DataSize.ofMegabytes(2));
    RecordList people = api.lists().get("people");
    assertThat(people.path()).isEqualTo(SourcePath.of("people", "a b"));
    assertThat(people.query()).isEqualTo(SourceQuery.of(Map.of("per_page", "100")));
    assertThat(people.pages())
        .isEqualTo(new Paging(Paging.By.CURSOR, "paging.next", "cursor", 0, 0));
    assertThat(people.changes())
        .contains(
            new Changes(
                "since",
                "updated_at",
                Changes.Form.ISO,
                Duration.ofMinutes(5),
                Duration.ofDays(7)));
  }

  @Test
  void little_is_enough() {
    read("{'base_url':'https://api.example.com','lists':{'x':{'path':'/x','id':'id'}}}");
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'https://api.example.com/v1'     | 'http://api.example.com/v1'      | base_url: it must be called over https
          'https://api.example.com/v1'     | 'https://other.example/v1'       | base_url: its host is not one
          'https://api.example.com/v1'     | 'https://me@api.example.com'     | base_url: it must name a host
          'https://api.example.com/v1'     | '/v1'                            | base_url: cannot be read
          'https://api.example.com/v1'     | 7                                | base_url: must be a text
          'base_url'                       | 'baseurl'                        | baseurl: unknown; known are
          'kind': 'header'                 | 'kind': 'digest'                 | authorization.kind: one of none, bearer, basic, header
          'name': 'X-Api-Key'              | 'name': 'Host'                   | authorization.name: the name of a header
          'name': 'X-Api-Key'              | 'user': 'me'                     | authorization.name: a text is missing
          'per_second': 3                  | 'per_second': 0                  | pace.per_second: a number from 1
          'per_second': 3                  | 'per_second': '3'                | pace.per_second: a number from 1
          'per_second': 3                  | 'per_hour': 3                    | pace.per_hour: unknown
          '2MB'                            | '1GB'                            | largest_answer: up to 16MB
          '2MB'                            | 'much'                           | largest_answer: cannot be read
          '/people/a b'                    | '/people/../admin'               | lists.people.path: cannot be read
          'path'                           | 'where'                          | lists.people.where: unknown
          'id': 'id',                      | ''  : '' ,                       | lists.people.id: a text is missing
          'by': 'cursor'                   | 'by': 'magic'                    | lists.people.pages.by: one of none, link_header
          'at': 'paging.next',             | 'at': '',                        | lists.people.pages.at: a text is missing
          'parameter': 'cursor'            | 'first': 2                       | lists.people.pages.parameter: a text is missing
          'overlap': '5m'                  | 'overlap': 'a while'             | lists.people.changed.overlap: cannot be read
          'per_page': 100                  | 'per_page': [1]                  | lists.people.query.per_page: must be a text
          """)
  void what_is_wrong_is_told_by_the_key_at_fault(String right, String wrong, String fault) {
    assertThat(WHOLE).contains(right);
    read(WHOLE.replace(right, wrong));
    assertThat(faults).anyMatch(it -> it.startsWith("connector_config." + fault));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = "{}\n[]\n'text'\n{'lists':{}}")
  void what_is_no_configuration_is_refused(String config) {
    read(config);
    assertThat(faults).anyMatch(it -> it.contains("connector_config.base_url: is missing"));
    assertThat(faults).anyMatch(it -> it.contains("connector_config.lists: at least one"));
  }

  private ApiConfig read(String config) {
    try {
      JsonNode json = new ObjectMapper().readTree(config.replace('\'', '"'));
      return ApiConfig.of(json, ListedHosts.of(List.of("api.example.com")), faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
