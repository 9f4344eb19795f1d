package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a bulk operation, a line for each object. Unless they are grouped, a child may
 * stand before its parent.
 *
 * @param roots how many of the lines are outermost objects
 */
record BulkFile(Path path, long lines, long roots, long bytes) {
  /** As many as are made at a time. */
  private static final int SLICE = 500;

  /** How a file is made: by whose query, and what is wrong with it. */
  record Order(String query, boolean isGrouped, boolean hasOrphans, Asked asked) {}

  static BulkFile write(Order order, AdminGraphQl graphQl) {
    SandboxJson json = new SandboxJson();
    long lines = 0;
    long roots = 0;
    try {
      Path path = Files.createTempFile("sandbox-bulk", ".jsonl");
      path.toFile().deleteOnExit();
      try (BufferedWriter out = Files.newBufferedWriter(path)) {
        boolean hasMore = true;
        for (int from = 0; hasMore; from += SLICE) {
          Slice slice = slice(order, graphQl, from);
          hasMore = slice.roots == SLICE;
          roots += slice.roots;
          for (Map<String, @Nullable Object> line : slice.inOrder(order)) {
            out.write(json.write(line));
            out.write('\n');
            lines++;
          }
        }
      }
      return new BulkFile(path, lines, roots, Files.size(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Slice slice(Order order, AdminGraphQl graphQl, int from) {
    Asked asked = order.asked().of(new Asked.Slice(from, SLICE));
    Object data = graphQl.execute(order.query(), "", Map.of(), asked).getData();
    Slice slice = new Slice();
    if (data instanceof Map<?, ?> root) {
      slice.addAll(root, "");
    }
    return slice;
  }

  private static final class Slice {
    private final List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    private int roots;

    /** Adds the objects of every connection that an object has, which then no longer has them. */
    void addAll(Map<?, ?> object, String parent) {
      for (Object value : object.values()) {
        for (Map<?, ?> node : nodes(value).orElse(List.of())) {
          add(node, parent);
        }
      }
    }

    private void add(Map<?, ?> node, String parent) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      node.forEach(
          (name, value) -> {
            if (nodes(value).isEmpty()) {
              line.put(String.valueOf(name), value);
            }
          });
      if (parent.isEmpty()) {
        roots++;
      } else {
        line.put("__parentId", parent);
      }
      lines.add(line);
      addAll(node, String.valueOf(node.get("id")));
    }

    List<Map<String, @Nullable Object>> inOrder(Order order) {
      if (order.hasOrphans()) {
        lines.stream()
            .filter(line -> line.containsKey("__parentId"))
            .map(line -> text(line, "__parentId"))
            .findFirst()
            .ifPresent(parent -> lines.removeIf(line -> parent.equals(text(line, "id"))));
      }
      if (!order.isGrouped()) {
        Dice dice = new Dice(order.query());
        lines.sort(Comparator.comparingLong(line -> dice.roll(text(line, "id"))));
      }
      return lines;
    }

    private static String text(Map<String, @Nullable Object> line, String name) {
      return Objects.toString(line.get(name), "");
    }

    private static Optional<List<Map<?, ?>>> nodes(@Nullable Object value) {
      if (!(value instanceof Map<?, ?> connection)) {
        return Optional.empty();
      }
      List<Map<?, ?>> nodes = new ArrayList<>();
      if (connection.get("nodes") instanceof List<?> list) {
        list.forEach(node -> nodes.add((Map<?, ?>) node));
        return Optional.of(nodes);
      }
      if (connection.get("edges") instanceof List<?> list) {
        list.forEach(edge -> nodes.add((Map<?, ?>) ((Map<?, ?>) edge).get("node")));
        return Optional.of(nodes);
      }
      return Optional.empty();
    }
  }
}
