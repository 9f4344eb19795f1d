package io.syncline.core.database;

import io.syncline.core.error.Finding;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * What a pipeline needs and says before anything is started, so that a start knows it before there
 * is a pool, and {@code doctor} without starting anything. Whoever implements it is found, and has
 * a constructor without parameters.
 */
public interface Needs {

  String pipeline();

  /** What it needs of the pair. */
  List<NeededTable> tables();

  /** The database that it reads beside the pair. */
  default Optional<NeededDatabase> extraDatabase() {
    return Optional.empty();
  }

  /** Whether a run may be asked to fill only what is still empty. */
  default boolean hasBackfill() {
    return false;
  }

  /** What is to be said of its configuration; none where all is well. */
  default List<Finding> findings(Environment environment) {
    return List.of();
  }

  /** Those of all pipelines. */
  static List<Needs> all() {
    return Found.ALL;
  }

  /** The tables of all pipelines. */
  static List<NeededTable> allTables() {
    return all().stream().flatMap(pipeline -> pipeline.tables().stream()).toList();
  }

  /** A look through all classes is a tenth of a start: it is one, though many ask. */
  final class Found {
    private static final List<Needs> ALL = look();

    private Found() {}

    private static List<Needs> look() {
      var scan = new ClassPathScanningCandidateComponentProvider(false);
      scan.addIncludeFilter(new AssignableTypeFilter(Needs.class));
      return scan.findCandidateComponents("io.syncline").stream()
          .map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
          .map(type -> (Needs) BeanUtils.instantiateClass(type))
          .toList();
    }
  }
}
