package io.syncline.core.database;

import java.util.List;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What a pipeline needs of the pair. Named in {@code META-INF/spring.factories}, so that a start
 * knows it before there is a pool, and {@code doctor} without starting anything.
 */
public interface NeededTables {

  List<NeededTable> tables();

  /** Those of all pipelines. */
  static List<NeededTable> all() {
    return SpringFactoriesLoader.loadFactories(
            NeededTables.class, NeededTables.class.getClassLoader())
        .stream()
        .flatMap(pipeline -> pipeline.tables().stream())
        .toList();
  }
}
