package io.syncline.core.run;

import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The pipelines this service has, in the order they are shown. */
@Component
public final class PipelineCatalog {
  private static final List<String> WORDS =
      List.of("elitefactor", "entities", "stockx", "clientapi", "junglescout");

  private final List<Pipeline> pipelines;

  PipelineCatalog(Environment environment) {
    this.pipelines =
        WORDS.stream().map(word -> pipeline(word, environment)).flatMap(Optional::stream).toList();
  }

  public List<Pipeline> all() {
    return pipelines;
  }

  public Optional<Pipeline> find(String word) {
    return pipelines.stream().filter(it -> it.word().equals(word)).findFirst();
  }

  private static Optional<Pipeline> pipeline(String word, Environment environment) {
    String prefix = "syncline." + word + ".";
    return Optional.ofNullable(environment.getProperty(prefix + "title"))
        .map(
            title ->
                new Pipeline(
                    word,
                    title,
                    environment.getProperty(prefix + "cron", "off"),
                    List.of(
                        environment.getProperty(
                            prefix + "missing-variables", String[].class, new String[0]))));
  }
}
