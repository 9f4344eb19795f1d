package io.syncline.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.ParameterForm;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.pipeline.PipelineBoard;
import io.syncline.core.pipeline.PipelineStatus;
import io.syncline.core.pipeline.Pipelines;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what pipelines there are and how they are. */
@Component
final class PipelineAnswers {
  private final PipelineBoard board;
  private final Pipelines pipelines;
  private final Clock clock;

  PipelineAnswers(PipelineBoard board, Pipelines pipelines, Clock clock) {
    this.board = board;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  /** One pipeline as the API shows it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record PipelineJson(
      String word,
      String title,
      String state,
      @Nullable RunJson lastRun,
      @Nullable Instant nextFire,
      List<String> pausedSchedules,
      List<String> overdueSchedules,
      long productionPending,
      List<String> missingVariables) {}

  ApiAnswer all(ApiRequest request) {
    return ApiAnswer.ok(
        Map.of("pipelines", board.all().stream().map(it -> json(it, clock.instant())).toList()));
  }

  /** What one pipeline's runs may be asked for. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ParametersJson(String pipeline, String title, List<ParameterJson> parameters) {}

  /** One parameter as the API shows it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record ParameterJson(
      String name,
      String type,
      List<String> values,
      @JsonProperty("default") @Nullable String otherwise,
      @Nullable String mustBe,
      List<String> exactlyOneOf) {

    static ParameterJson of(ParameterForm it) {
      return new ParameterJson(
          it.name(),
          it.type(),
          it.words(),
          it.otherwise().orElse(null),
          it.mustBe().orElse(null),
          it.exactlyOne());
    }
  }

  ApiAnswer parameters(ApiRequest request) {
    Pipeline pipeline = pipelines.known(request.part("word"));
    return ApiAnswer.ok(
        new ParametersJson(
            pipeline.word(),
            pipeline.title(),
            pipeline.parameters().described().stream().map(ParameterJson::of).toList()));
  }

  static PipelineJson json(PipelineStatus status, Instant now) {
    return new PipelineJson(
        status.pipeline().word(),
        status.pipeline().title(),
        status.state().word(),
        status
            .lastRun()
            .map(it -> RunJson.of(it, status.pipeline().names().apply(it), now))
            .orElse(null),
        status.nextFire().orElse(null),
        status.pausedSchedules(),
        status.overdueSchedules(),
        status.productionPending(),
        status.pipeline().missingVariables());
  }
}
