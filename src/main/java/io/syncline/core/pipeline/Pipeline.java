package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.notice.ChangedStates;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.notice.TroubleNotice;
import io.syncline.core.relay.OnDelivery;
import io.syncline.core.run.OnEnd;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.core.run.SharedRuns;
import io.syncline.core.schedule.Schedules;
import io.syncline.core.secret.SealedColumn;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamCatalogue;
import io.syncline.core.upkeep.RefreshedView;
import io.syncline.core.upkeep.Retention;
import io.syncline.core.upkeep.RunPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
 * @param workers threads by the name under which a split of its routes asks for them
 * @param parameters what may be asked of a run
 * @param scheduled what its schedule asks for
 * @param schedules the run of a scope for which somebody may store a schedule
 * @param turn how long what is asked for waits for its scope
 * @param endpoints what it serves over HTTP
 * @param commands who answers commands of its own, by their names
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
    Parameters parameters,
    Map<String, String> scheduled,
    Optional<Function<String, RunRequest>> schedules,
    Function<ObjectNode, Turn> turn,
    List<Endpoint> endpoints,
    Map<String, Function<ApiRequest, ApiAnswer>> commands,
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
    scheduled = Map.copyOf(scheduled);
    endpoints = List.copyOf(endpoints);
    commands = Map.copyOf(commands);
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

  /** The declaration of a pipeline of that word, as configured under {@code syncline.<word>}. */
  public static Declaration named(String word, Environment configured) {
    return new Declaration(word, configured);
  }

  /** A pipeline while it is declared; what is not said it does not have. */
  public static final class Declaration {
    private final String word;
    private final Environment configured;
    private final List<Stream> streams = new ArrayList<>();
    private final List<StreamCatalogue> catalogues = new ArrayList<>();
    private final List<OnDelivery> deliveries = new ArrayList<>();
    private final List<OnEnd> ends = new ArrayList<>();
    private final List<SourceProfile> sources = new ArrayList<>();
    private final List<SealedColumn> secrets = new ArrayList<>();
    private final Map<String, Integer> workers = new LinkedHashMap<>();
    private final List<RefreshedView> views = new ArrayList<>();
    private final List<Retention> retentions = new ArrayList<>();
    private final List<RunPart> runParts = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands = new LinkedHashMap<>();
    private Parameters parameters = Parameters.of();
    private Map<String, String> scheduled = Map.of();
    private Optional<Function<String, RunRequest>> schedules = Optional.empty();
    private Function<ObjectNode, Turn> turn = asked -> Turn.NONE;
    private Optional<SharedRuns> sharing = Optional.empty();
    private Map<StopReason, StopReason> failures = Map.of();
    private Optional<RunNotice> notice = Optional.empty();
    private boolean tellsChanges;

    private Declaration(String word, Environment configured) {
      this.word = word;
      this.configured = configured;
    }

    public Declaration reads(SourceProfile source) {
      sources.add(source);
      return this;
    }

    /** It keeps secrets of its own: they are sealed anew with all others when keys change. */
    public Declaration seals(SealedColumn column) {
      secrets.add(column);
      return this;
    }

    public Declaration writes(Stream stream) {
      streams.add(stream);
      return writes(() -> List.of(stream));
    }

    /** Writes streams that are known at run time only. */
    public Declaration writes(StreamCatalogue catalogue) {
      catalogues.add(catalogue);
      return this;
    }

    /** Writes the stream; see {@link OnDelivery} for the statement that follows delivery. */
    public Declaration writes(Stream stream, String onDelivery) {
      deliveries.add(new OnDelivery(word, stream.name(), onDelivery));
      return writes(stream);
    }

    /** See {@link OnEnd} for the statement that follows the end of a run. */
    public Declaration ending(String onEnd) {
      ends.add(new OnEnd(word, onEnd));
      return this;
    }

    /** So many threads for the splits that name them, however many of those are under way. */
    public Declaration workers(String name, int threads) {
      workers.put(name, threads);
      return this;
    }

    /** A materialized view over a table it writes. */
    public Declaration refreshes(String view, String table) {
      views.add(new RefreshedView(word, view, table));
      return this;
    }

    /** How long rows of a table are kept: see {@link Retention}. */
    public Declaration keeps(String table, List<String> key, String at, int days) {
      retentions.add(new Retention(word, table, key, at, days));
      return this;
    }

    /** Rows of staging that belong to a run and are kept as long as it is. */
    public Declaration keepsWithRuns(String table) {
      runParts.add(new RunPart(table));
      return this;
    }

    /** Requests that wait are answered by one run that takes their lists together. */
    public Declaration sharing(Parameter.Texts list, SharedRuns.Share share) {
      sharing = Optional.of(new SharedRuns(list.name(), list.most(), share));
      return this;
    }

    /** Its runs fail with codes of its own in place of the core's. */
    public Declaration failsWith(Map<StopReason, StopReason> codes) {
      failures = codes;
      return this;
    }

    /** Without it, people are told of runs that went badly. */
    public Declaration tells(RunNotice told) {
      notice = Optional.of(told);
      return this;
    }

    /** People are told what changed with the runs that one leads, and never of each of them. */
    public Declaration tellsChanges() {
      tellsChanges = true;
      return this;
    }

    public Declaration asked(Parameters all) {
      parameters = all;
      return this;
    }

    /** What the schedule asks for; without it, nothing in particular. */
    public Declaration scheduled(String parameter, String value) {
      scheduled = Map.of(parameter, value);
      return this;
    }

    /**
     * Schedules of it may be stored ({@code sync_schedules}), by scope.
     *
     * @param run the run of a scope; refuses one that is none
     */
    public Declaration scheduledBy(Function<String, RunRequest> run) {
      schedules = Optional.of(run);
      return this;
    }

    /**
     * A request waits for the run that holds the scope instead of being refused.
     *
     * @param behindSame whether it waits also for a run that was asked for the very same
     */
    public Declaration waitsItsTurn(Duration longest, Predicate<ObjectNode> behindSame) {
      turn = asked -> new Turn(longest, behindSame.test(asked), false);
      return this;
    }

    public Declaration serves(Endpoint endpoint) {
      endpoints.add(endpoint);
      return this;
    }

    /** A command of that name asks this, in the words of a call over HTTP. */
    public Declaration commanded(String name, Function<ApiRequest, ApiAnswer> answers) {
      commands.put(name, answers);
      return this;
    }

    public Pipeline declared() {
      String title = configured.getRequiredProperty(key("title"));
      String missing = configured.getProperty(key("missing-variables"), "");
      return new Pipeline(
          word,
          title,
          cron(),
          missing.isBlank() ? List.of() : List.of(missing.split(",")),
          streams,
          catalogues,
          deliveries,
          ends,
          sources,
          secrets,
          workers,
          views,
          retentions,
          runParts,
          parameters,
          scheduled,
          schedules,
          turn,
          endpoints,
          commands,
          sharing,
          failures,
          notice.orElseGet(
              () -> tellsChanges ? new ChangedStates(title) : new TroubleNotice(title)));
    }

    private String cron() {
      String cron = configured.getProperty(key("cron"), "off");
      return Schedules.isOff(cron) ? "off" : configured.getProperty(key("quartz-cron"), cron);
    }

    private String key(String name) {
      return "syncline." + word + "." + name;
    }
  }
}
