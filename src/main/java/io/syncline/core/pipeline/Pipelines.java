package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.Finding;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.Admission;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The pipelines that this service has, by their words; where runs of them are asked for. */
@Component
public final class Pipelines implements Admission {
  private final List<Pipeline> all;
  private final ObjectProvider<Explanation.OfCore> ofCore;

  Pipelines(List<Pipeline> declared, ObjectProvider<Explanation.OfCore> ofCore) {
    this.ofCore = ofCore;
    this.all = declared.stream().sorted(Comparator.comparing(Pipeline::word)).toList();
  }

  public List<Pipeline> all() {
    return all;
  }

  public Optional<Pipeline> find(String word) {
    return all.stream().filter(pipeline -> pipeline.word().equals(word)).findFirst();
  }

  /** What a run was about, by the name that people gave it. */
  public Optional<String> label(Run run) {
    return find(run.pipeline()).flatMap(pipeline -> pipeline.names().apply(run));
  }

  /**
   * A request for a run of that pipeline.
   *
   * @throws RequestRefused 404 for a word that is no pipeline, 400 for a parameter not allowed
   */
  public RunRequest ask(
      String word, JsonNode parameters, Trigger trigger, String caller, Duration patience) {
    Pipeline pipeline = known(word);
    return pipeline.request(pipeline.parameters(), parameters, trigger, caller, patience);
  }

  /** The run that a call of an endpoint of theirs asks for. */
  public Optional<RunRequest> asked(ApiRequest call, JsonNode parameters, Duration patience) {
    return serving(call.endpoint())
        .map(
            pipeline -> {
              Endpoint endpoint = endpoint(call.endpoint()).orElseThrow();
              Endpoint.Start start = endpoint.start().orElseThrow();
              RunRequest request =
                  pipeline.request(
                      start.parameters(),
                      parameters,
                      endpoint.guard().isSecret() ? Trigger.WEBHOOK : Trigger.MANUAL,
                      call.caller(),
                      start.waits() ? patience : Duration.ZERO);
              return start.shares() ? request.queueing(request.turn().sharing()) : request;
            });
  }

  /** What a call of that path starts, when it is one of theirs. */
  public Optional<Endpoint.Start> start(String path) {
    return endpoint(path).flatMap(Endpoint::start);
  }

  private Optional<Endpoint> endpoint(String path) {
    return all.stream()
        .flatMap(pipeline -> pipeline.endpoints().stream())
        .filter(endpoint -> endpoint.path().equals(path))
        .findFirst();
  }

  private Optional<Pipeline> serving(String path) {
    return all.stream()
        .filter(pipeline -> pipeline.endpoints().stream().anyMatch(it -> it.path().equals(path)))
        .findFirst();
  }

  /**
   * What a command is answered, by the pipeline that has it.
   *
   * @throws RequestRefused 404 for a command that none has
   */
  public ApiAnswer command(String name, ApiRequest call) {
    return all.stream()
        .flatMap(pipeline -> Optional.ofNullable(pipeline.commands().get(name)).stream())
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404, "UNKNOWN_COMMAND", "Unknown command", "No pipeline answers " + name))
        .apply(call);
  }

  /**
   * Why something is not what somebody expects, by the pipeline that keeps it.
   *
   * @param asked what it is called by
   * @throws RequestRefused 400 for what none explains; who explains may refuse it too
   */
  public List<Finding> why(Map<String, String> asked) {
    return explanations().stream()
        .filter(it -> it.answers(asked.keySet()))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.invalid(
                    asked.isEmpty() ? "why" : String.join(", ", asked.keySet()),
                    "name one thing",
                    explanations().stream().map(Explanation::usage).toList()))
        .why()
        .apply(asked);
  }

  /** What things are called by that somebody can explain. */
  public List<String> explained() {
    return explanations().stream()
        .flatMap(it -> Stream.concat(it.names().stream(), it.optional().stream()))
        .distinct()
        .toList();
  }

  /** All that can be explained. */
  public List<Explanation> explanations() {
    return Stream.concat(
            all.stream().flatMap(pipeline -> pipeline.explanations().stream()),
            ofCore.stream().map(Explanation.OfCore::explanation))
        .toList();
  }

  @Override
  public void admit(String word) {
    Pipeline pipeline = known(word);
    if (pipeline.isOff()) {
      throw RequestRefused.pipelineOff(word, pipeline.missingVariables());
    }
  }

  /**
   * The pipeline of that word.
   *
   * @throws RequestRefused 404 when there is none
   */
  public Pipeline known(String word) {
    return find(word)
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404,
                    "UNKNOWN_PIPELINE",
                    "Unknown pipeline",
                    "There is no pipeline %s; there are %s"
                        .formatted(word, all.stream().map(Pipeline::word).toList())));
  }
}
