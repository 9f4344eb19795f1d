package io.syncline.sample;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.record.Page;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceRequest;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.PageBatches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Finds and fetches pages of the API. */
@Component
record Articles(SourceClient client, PageBatches batches, Environment environment) {

  List<Integer> pages(@Variable("run") ActiveRun run) {
    return IntStream.rangeClosed(1, call(1, run).path("pages").asInt()).boxed().toList();
  }

  JsonNode fetch(@Body Integer page, @Variable("run") ActiveRun run) {
    return call(page, run);
  }

  Batch batch(@Body Page page, @Variable("run") ActiveRun run) {
    return batches.one(run, Sample.ARTICLES, page);
  }

  private JsonNode call(int page, ActiveRun run) {
    var source = Sample.source(environment);
    var query = Map.of("page", String.valueOf(page));
    var asked = new SourceRequest(source, "GET", "/articles", query, Map.of(), Optional.empty());
    return client.call(asked, run).body();
  }
}
