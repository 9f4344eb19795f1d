package io.syncline.core.database;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What a pipeline needs of the databases. Named in {@code META-INF/spring.factories}, so that a
 * start knows it before there is a pool, and {@code doctor} without starting anything.
 */
public interface NeededTables {

  List<NeededTable> tables();

  /** What it needs of Yuhinkai, where the configuration names the tables. */
  default List<NeededTable> ofYuhinkai(Environment environment) {
    return List.of();
  }

  /** Those of all pipelines. */
  static List<NeededTable> all() {
    return pipelines().flatMap(pipeline -> pipeline.tables().stream()).toList();
  }

  /** Those of all pipelines in Yuhinkai. */
  static List<NeededTable> allOfYuhinkai(Environment environment) {
    return pipelines().flatMap(pipeline -> pipeline.ofYuhinkai(environment).stream()).toList();
  }

  private static Stream<NeededTables> pipelines() {
    return SpringFactoriesLoader.loadFactories(
        NeededTables.class, NeededTables.class.getClassLoader())
        .stream();
  }
}
