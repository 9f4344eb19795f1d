package io.syncline.core.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The streams of all pipelines, asked for anew each time. */
public record Streams(List<StreamCatalogue> catalogues) {

  public Streams {
    catalogues = List.copyOf(catalogues);
  }

  public List<Stream> all() {
    return catalogues.stream().flatMap(catalogue -> catalogue.streams().stream()).toList();
  }

  public Optional<Stream> find(String table, String name) {
    return of(table).stream().filter(stream -> stream.name().equals(name)).findFirst();
  }

  /** Those that write that table, or that partition of one. */
  public List<Stream> of(String table) {
    return all().stream().flatMap(stream -> in(stream, table)).toList();
  }

  private static java.util.stream.Stream<Stream> in(Stream stream, String table) {
    return stream.table().equals(table)
        ? java.util.stream.Stream.of(stream)
        : stream.partitionNamed(table).stream();
  }

  /** Those of each table that production has as well. */
  public Map<String, List<Stream>> delivered() {
    return all().stream()
        .filter(stream -> !stream.stagingOnly())
        .collect(Collectors.groupingBy(Stream::table, LinkedHashMap::new, Collectors.toList()));
  }
}
