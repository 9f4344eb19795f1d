package io.syncline.sandbox.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The tree of a 50035 answer: every error stands under the path of its field. */
final class FormErrors {

  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

  boolean isEmpty() {
    return tree.isEmpty();
  }

  ObjectNode tree() {
    return tree;
  }

  void required(String path) {
    add(path, "BASE_TYPE_REQUIRED", "This field is required");
  }

  void tooLong(String path, int max) {
    add(path, "BASE_TYPE_MAX_LENGTH", "Must be " + max + " or fewer in length.");
  }

  void add(String path, String code, String message) {
    ObjectNode node = tree;
    for (String step : path.split("/")) {
      node = step.isEmpty() ? node : child(node, step);
    }
    node.withArray("/_errors").addObject().put("code", code).put("message", message);
  }

  // Not withObject("/0"): a number in a pointer would ask for a list, Discord uses objects.
  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode present ? present : parent.putObject(name);
  }
}
