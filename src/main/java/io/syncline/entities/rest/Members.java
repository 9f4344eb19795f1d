package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;

/** Members of answers by a path such as {@code data.items}. */
final class Members {

  private Members() {}

  /** The member of that very name, else step by step; the node itself for an empty path. */
  static JsonNode find(JsonNode node, String path) {
    if (path.isEmpty()) {
      return node;
    }
    int point = path.indexOf('.');
    if (node.has(path) || point < 0) {
      return node.path(path);
    }
    return find(node.path(path.substring(0, point)), path.substring(point + 1));
  }
}
