package io.syncline.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Finds how many pages there are, and fetches them one by one. */
@Profile(Warehouse.WORD)
@Component
record LevelReader(SourceClient client, Environment environment) {
  private static final int ON_A_PAGE = 30;

  /** The numbers of the pages; what comes in meanwhile is the next run's. */
  List<Integer> pages(@Variable("run") ActiveRun run) {
    int levels = read(run, "/levels/count", Map.of(), "count").asInt();
    return IntStream.rangeClosed(1, (levels + ON_A_PAGE - 1) / ON_A_PAGE).boxed().toList();
  }

  JsonNode fetch(@Body Integer page, @Variable("run") ActiveRun run) {
    return read(run, "/levels", Map.of("page", "" + page, "limit", "" + ON_A_PAGE), "levels");
  }

  private JsonNode read(ActiveRun run, String path, Map<String, String> query, String member) {
    var answer = client.call(SourceRequest.get(Warehouse.source(environment), path, query), run);
    if (!answer.isSuccess() || !answer.body().has(member)) {
      throw TransientFailure.source(StopReason.SOURCE_FAILED, path + ": " + answer);
    }
    run.tally().sourceAnswered();
    return answer.body().get(member);
  }
}
