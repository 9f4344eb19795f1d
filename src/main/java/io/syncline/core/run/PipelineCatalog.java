package io.syncline.core.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The pipelines that this service has, as configured under {@code syncline.<word>}. */
@Component
public final class PipelineCatalog {
  private static final List<String> WORDS =
      List.of("elitefactor", "entities", "stockx", "clientapi", "junglescout");

  private final List<Pipeline> pipelines;

  PipelineCatalog(Environment environment) {
    this.pipelines =
        WORDS.stream()
            .filter(word -> environment.containsProperty("syncline." + word + ".title"))
            .map(word -> pipeline(word, environment))
            .toList();
  }

  public List<Pipeline> all() {
    return pipelines;
  }

  public Optional<Pipeline> find(String word) {
    return pipelines.stream().filter(pipeline -> pipeline.word().equals(word)).findFirst();
  }

  /** YAML reads a bare {@code off} as false. */
  private static String cron(String prefix, Environment environment) {
    String configured = environment.getProperty(prefix + "cron", "off");
    return Set.of("", "off", "false").contains(configured.trim())
        ? "off"
        : environment.getProperty(prefix + "quartz-cron", configured);
  }

  private static Pipeline pipeline(String word, Environment environment) {
    String prefix = "syncline." + word + ".";
    String missing = environment.getProperty(prefix + "missing-variables", "");
    return new Pipeline(
        word,
        environment.getRequiredProperty(prefix + "title"),
        cron(prefix, environment),
        missing.isBlank() ? List.of() : List.of(missing.split(",")));
  }
}
