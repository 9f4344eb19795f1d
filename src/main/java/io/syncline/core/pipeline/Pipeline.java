package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.relay.OnDelivery;
import io.syncline.core.run.OnEnd;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.core.run.SharedRuns;
import io.syncline.core.secret.SealedColumn;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamCatalogue;
import io.syncline.core.upkeep.RefreshedView;
import io.syncline.core.upkeep.Retention;
import io.syncline.core.upkeep.RunPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/**
 * A pipeline as it declares itself, in one file of its package: all that others know of it.
 *
 * @param title what it moves, as configured under {@code syncline.<word>.title}
 * @param cron its schedule, a Quartz cron in UTC or {@code off}
 * @param missingVariables what it still lacks; with one missing it is off: no schedule, requests
 *     are answered 503
 * @param streams what it writes, as far as it is known before anybody asks
 * @param catalogues all that it writes, asked for each time; in an order that foreign keys allow
 * @param deliveries what follows once both databases have a batch
 * @param ends what it does when a run of it ends
 * @param sources what it reads over HTTP
 * @param secrets columns of its tables that hold sealed secrets
 * @param runParts tables whose rows go with their runs
 * @param measures figures of it that are counted for whoever watches
 * @param workers threads by the name under which a split of its routes asks for them
 * @param parameters what may be asked of a run
 * @param scheduled what its schedule asks for
 * @param timed by the names of its schedules beside that one, the run of a slot
 * @param schedules the run of a scope for which somebody may store a schedule
 * @param turn how long what is asked for waits for its scope
 * @param endpoints what it serves over HTTP
 * @param commands who answers commands of its own, by their names
 * @param needs what of it waits for a person
 * @param names what a run was about, by the name that people gave it
 * @param explanations what it can say of single things that it keeps
 */
public record Pipeline(
    String word,
    String title,
    String cron,
    List<String> missingVariables,
    List<Stream> streams,
    List<StreamCatalogue> catalogues,
    List<OnDelivery> deliveries,
    List<OnEnd> ends,
    List<SourceProfile> sources,
    List<SealedColumn> secrets,
    Map<String, Integer> workers,
    List<RefreshedView> views,
    List<Retention> retentions,
    List<RunPart> runParts,
    List<Measure> measures,
    Parameters parameters,
    Map<String, String> scheduled,
    Map<String, Function<Instant, RunRequest>> timed,
    Optional<Function<String, RunRequest>> schedules,
    Function<ObjectNode, Turn> turn,
    List<Endpoint> endpoints,
    Map<String, Function<ApiRequest, ApiAnswer>> commands,
    Supplier<List<Need>> needs,
    Function<Run, Optional<String>> names,
    List<Explanation> explanations,
    Optional<SharedRuns> sharing,
    Map<StopReason, StopReason> failures,
    RunNotice notice) {

  public Pipeline {
    missingVariables = List.copyOf(missingVariables);
    streams = List.copyOf(streams);
    catalogues = List.copyOf(catalogues);
    deliveries = List.copyOf(deliveries);
    ends = List.copyOf(ends);
    sources = List.copyOf(sources);
    secrets = List.copyOf(secrets);
    workers = Map.copyOf(workers);
    views = List.copyOf(views);
    retentions = List.copyOf(retentions);
    runParts = List.copyOf(runParts);
    measures = List.copyOf(measures);
    scheduled = Map.copyOf(scheduled);
    timed = Map.copyOf(timed);
    endpoints = List.copyOf(endpoints);
    commands = Map.copyOf(commands);
    explanations = List.copyOf(explanations);
    failures = Map.copyOf(failures);
  }

  public boolean isOff() {
    return !missingVariables.isEmpty();
  }

  /** A checked request for a run; one at a time in the whole cluster. */
  RunRequest request(
      Parameters declared, JsonNode asked, Trigger trigger, String caller, Duration patience) {
    Parameters.Asked checked = declared.check(asked);
    return new RunRequest(
        word,
        word,
        trigger,
        Optional.empty(),
        caller,
        checked.parameters(),
        checked.dryRun(),
        checked.debug(),
        patience,
        turn.apply(checked.parameters()));
  }

  /** The run of a slot of the schedule: one, however many instances and ticks there are (G3). */
  RunRequest scheduled(Instant slot) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    scheduled.forEach(asked::put);
    List<String> key = new ArrayList<>(scheduled.values());
    key.add(0, word);
    key.add(slot.toString());
    return request(parameters, asked, Trigger.SCHEDULE, "schedule", Duration.ZERO)
        .inSlot(Optional.of(String.join("|", key)));
  }

  /** The declaration of a pipeline of that word, as configured under {@code syncline.<word>}. */
  public static Declaration named(String word, Environment configured) {
    return new Declaration(word, configured);
  }
}
