package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.Admission;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The pipelines that this service has, by their words; where runs of them are asked for. */
@Component
public final class Pipelines implements Admission {
  private final List<Pipeline> all;

  Pipelines(List<Pipeline> declared) {
    this.all = declared.stream().sorted(Comparator.comparing(Pipeline::word)).toList();
  }

  public List<Pipeline> all() {
    return all;
  }

  public Optional<Pipeline> find(String word) {
    return all.stream().filter(pipeline -> pipeline.word().equals(word)).findFirst();
  }

  /**
   * A request for a run of that pipeline.
   *
   * @throws RequestRefused 404 for a word that is no pipeline, 400 for a parameter not allowed
   */
  public RunRequest ask(
      String word, JsonNode parameters, Trigger trigger, String caller, Duration patience) {
    return known(word).request().of(parameters, trigger, caller, patience);
  }

  @Override
  public void admit(String word) {
    Pipeline pipeline = known(word);
    if (pipeline.isOff()) {
      throw RequestRefused.pipelineOff(word, pipeline.missingVariables());
    }
  }

  private Pipeline known(String word) {
    return find(word)
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404,
                    "UNKNOWN_PIPELINE",
                    "Unknown pipeline",
                    "There is no pipeline "
                        + word
                        + "; there are "
                        + all.stream().map(Pipeline::word).toList()));
  }
}
