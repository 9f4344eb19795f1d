package io.syncline.core.pipeline;

import io.syncline.core.database.Databases;
import io.syncline.core.notice.Notices;
import io.syncline.core.relay.OnDelivery;
import io.syncline.core.run.FailureCodes;
import io.syncline.core.run.OnEnd;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.SharedRuns;
import io.syncline.core.run.Sharing;
import io.syncline.core.schedule.ConfiguredSchedule;
import io.syncline.core.schedule.ScheduledRuns;
import io.syncline.core.secret.SealedColumns;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.stream.Streams;
import io.syncline.core.upkeep.RefreshedView;
import io.syncline.core.upkeep.Retention;
import io.syncline.core.upkeep.RunPart;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What the rooms of the core need to know of the pipelines, from their declarations: no room asks
 * for a {@link Pipeline}, so that none depends on this one.
 */
@Configuration(proxyBeanMethods = false)
class DeclaredConfiguration {

  @Bean
  Streams streams(List<Pipeline> pipelines) {
    return new Streams(all(pipelines, Pipeline::catalogues));
  }

  @Bean
  List<OnDelivery> deliveries(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::deliveries);
  }

  @Bean
  List<OnEnd> ends(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::ends);
  }

  @Bean
  List<SourceProfile> sources(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::sources);
  }

  @Bean
  SealedColumns sealedColumns(List<Pipeline> pipelines, Databases databases) {
    return new SealedColumns(all(pipelines, Pipeline::secrets), databases);
  }

  @Bean
  List<RefreshedView> refreshedViews(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::views);
  }

  @Bean
  List<Retention> retentions(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::retentions);
  }

  @Bean
  List<RunPart> keptWithRuns(List<Pipeline> pipelines) {
    return all(pipelines, Pipeline::runParts);
  }

  @Bean
  Sharing sharing(List<Pipeline> pipelines) {
    Map<String, SharedRuns> sharing = new HashMap<>();
    pipelines.forEach(it -> it.sharing().ifPresent(shared -> sharing.put(it.word(), shared)));
    return new Sharing(sharing);
  }

  @Bean
  FailureCodes failureCodes(List<Pipeline> pipelines) {
    return new FailureCodes(
        pipelines.stream().collect(Collectors.toMap(Pipeline::word, Pipeline::failures)));
  }

  @Bean
  ScheduledRuns scheduledRuns(List<Pipeline> pipelines, Environment settings) {
    Map<String, Function<String, RunRequest>> runs = new HashMap<>();
    pipelines.forEach(it -> it.schedules().ifPresent(run -> runs.put(it.word(), run)));
    return new ScheduledRuns(
        pipelines.stream().flatMap(it -> configured(it, settings)).toList(),
        runs,
        pipelines.stream().filter(Pipeline::isOff).map(Pipeline::word).collect(Collectors.toSet()));
  }

  private static Stream<ConfiguredSchedule> configured(Pipeline pipeline, Environment settings) {
    String word = pipeline.word();
    return Stream.concat(
        schedule(pipeline, word, "cron", pipeline::scheduled, settings),
        pipeline.timed().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                it ->
                    schedule(
                        pipeline,
                        word + "." + it.getKey(),
                        it.getKey() + "-cron",
                        it.getValue(),
                        settings)));
  }

  private static Stream<ConfiguredSchedule> schedule(
      Pipeline pipeline,
      String name,
      String property,
      Function<Instant, RunRequest> start,
      Environment settings) {
    String cron = settings.getProperty("syncline." + pipeline.word() + "." + property);
    return cron == null
        ? Stream.empty()
        : Stream.of(
            new ConfiguredSchedule(name, pipeline.word(), cron.trim(), pipeline.isOff(), start));
  }

  @Bean
  Notices notices(List<Pipeline> pipelines) {
    return new Notices(
        pipelines.stream().collect(Collectors.toMap(Pipeline::word, Pipeline::notice)));
  }

  @Bean
  CamelContextConfiguration workers(List<Pipeline> pipelines) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        pipelines.forEach(
            it -> it.workers().forEach((name, threads) -> register(context, name, threads)));
      }

      @Override
      public void afterApplicationStart(CamelContext context) {
        // the profiles are all there is to configure
      }
    };
  }

  private static void register(CamelContext context, String name, int threads) {
    ThreadPoolProfile profile = new ThreadPoolProfile(name);
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(Integer.MAX_VALUE);
    context.getExecutorServiceManager().registerThreadPoolProfile(profile);
  }

  private static <T> List<T> all(
      List<Pipeline> pipelines, Function<Pipeline, Collection<T>> declared) {
    return pipelines.stream().flatMap(it -> declared.apply(it).stream()).toList();
  }
}
