package io.syncline.entities.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SourceKindsTest {

  /** A kind that nobody else knows. */
  private record Notebook() implements Source {
    @Override
    public String type() {
      return "notebook";
    }

    @Override
    public String lineageType() {
      return "api";
    }

    @Override
    public List<String> faults(JsonNode config, Set<String> tabNames) {
      return List.of();
    }

    @Override
    public Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run) {
      return Map.of();
    }
  }

  /** SE-03. */
  @Test
  void a_further_kind_is_a_bean_and_found_by_its_word() {
    SourceKinds kinds = new SourceKinds(List.of(new Notebook()));
    assertThat(kinds.types()).containsExactly("notebook");
    assertThat(kinds.of("notebook")).isInstanceOf(Notebook.class);
  }

  @Test
  void a_kind_that_is_not_there_is_a_wrong_configuration() {
    SourceKinds kinds = new SourceKinds(List.of(new Notebook()));
    assertThatThrownBy(() -> kinds.of("fax"))
        .isInstanceOf(TerminalFailure.class)
        .hasMessageContaining("known are notebook");
  }
}
