package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.notice.ChangedStates;
import io.syncline.core.notice.RunNotice;
import io.syncline.core.notice.TroubleNotice;
import io.syncline.core.relay.OnDelivery;
import io.syncline.core.run.OnEnd;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/** A pipeline while it is declared; what is not said it does not have. */
public final class Declaration {
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
  private final List<Measure> measures = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Map<String, Function<ApiRequest, ApiAnswer>> commands = new LinkedHashMap<>();
  private final List<Explanation> explanations = new ArrayList<>();
  private Parameters parameters = Parameters.of();
  private final Map<String, Function<Instant, RunRequest>> timed = new LinkedHashMap<>();
  private Map<String, String> scheduled = Map.of();
  private Optional<Function<String, RunRequest>> schedules = Optional.empty();
  private Function<ObjectNode, Turn> turn = asked -> Turn.NONE;
  private Supplier<List<Need>> needs = List::of;
  private Function<Run, Optional<String>> names = run -> Optional.empty();
  private Optional<SharedRuns> sharing = Optional.empty();
  private Map<StopReason, StopReason> failures = Map.of();
  private Optional<RunNotice> notice = Optional.empty();
  private boolean tellsChanges;

  Declaration(String word, Environment configured) {
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

  /** A metric of its own: see {@link Measure}. */
  public Declaration measures(String metric, String tag, String sql) {
    measures.add(new Measure(word, metric, tag, sql));
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
   * It has a schedule beside that one, configured as {@code <name>-cron}.
   *
   * @param run the run of a slot
   */
  public Declaration scheduledAs(String name, Function<Instant, RunRequest> run) {
    timed.put(name, run);
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

  /** Says what of it waits for a person, each time somebody looks. */
  public Declaration needing(Supplier<List<Need>> all) {
    needs = all;
    return this;
  }

  /** Says what a run was about, by the name that people gave it, where they gave one. */
  public Declaration naming(Function<Run, Optional<String>> given) {
    names = given;
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

  /** It can say why a thing that it keeps is not as somebody expects. */
  public Declaration explains(Explanation explanation) {
    explanations.add(explanation);
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
        measures,
        parameters,
        scheduled,
        timed,
        schedules,
        turn,
        endpoints,
        commands,
        needs,
        names,
        explanations,
        sharing,
        failures,
        notice.orElseGet(() -> tellsChanges ? new ChangedStates(title) : new TroubleNotice(title)));
  }

  private String cron() {
    String cron = configured.getProperty(key("cron"), "off");
    return Schedules.isOff(cron) ? "off" : configured.getProperty(key("quartz-cron"), cron);
  }

  private String key(String name) {
    return "syncline." + word + "." + name;
  }
}
