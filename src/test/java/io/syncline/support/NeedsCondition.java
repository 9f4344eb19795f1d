package io.syncline.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for {@link Needs}: found, left out aloud, or failed. */
public final class NeedsCondition implements ExecutionCondition {
  private static final Logger LOG = LoggerFactory.getLogger(NeedsCondition.class);
  private static final String TOOLS = "syncline.test.tools";

  /** A user's path often lacks the directories of servers. */
  private static final String SERVERS =
      String.join(File.pathSeparator, "/usr/sbin", "/usr/local/sbin", "/sbin");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> names =
        AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
            .map(needs -> List.of(needs.value()))
            .orElse(List.of());
    return evaluate(
        context.getDisplayName(), names, path(), "required".equals(System.getProperty(TOOLS)));
  }

  /** Where a program is. */
  public static Path program(String name) {
    return find(name, path())
        .orElseThrow(() -> new IllegalStateException(name + " is not installed"));
  }

  static ConditionEvaluationResult evaluate(
      String test, List<String> names, String path, boolean required) {
    List<String> missing = names.stream().filter(name -> find(name, path).isEmpty()).toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("found: " + String.join(", ", names));
    }
    String reason = test + " needs " + String.join(", ", missing) + ", which is not installed";
    if (required) {
      throw new ExtensionConfigurationException(reason);
    }
    LOG.warn("test left out: {}", reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static Optional<Path> find(String name, String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String path() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + SERVERS;
  }
}
