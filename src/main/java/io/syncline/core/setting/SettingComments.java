package io.syncline.core.setting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind {@code #} beside each key of a YAML file as {@code config/} has them: blocks
 * of maps and lists, with short maps of one line as values. A key without a comment has that of the
 * block it stands in, but not that of a whole file.
 */
final class SettingComments {
  private static final Pattern KEY = Pattern.compile("([A-Za-z0-9_.\"-]+):(?:\\s+(.*))?");
  private static final Pattern ITEM = Pattern.compile("-\\s+(.*)");

  private final Map<String, String> comments = new HashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final Deque<Block> blocks = new ArrayDeque<>();

  private record Block(int indent, String path) {}

  /** Notes what a file says; what was noted before of the same key goes. */
  void read(String yaml) {
    blocks.clear();
    items.clear();
    yaml.lines().forEach(this::line);
  }

  /** What is said of that setting; empty where nothing is. */
  String of(String name) {
    String path = name;
    while (!path.isEmpty()) {
      String comment = comments.get(path);
      if (comment != null) {
        return comment;
      }
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return "";
  }

  private void line(String line) {
    String text = line.strip();
    if (text.startsWith("---")) {
      blocks.clear();
    } else if (!text.isEmpty() && !text.startsWith("#")) {
      entry(line.indexOf(text), text);
    }
  }

  private void entry(int indent, String text) {
    Matcher item = ITEM.matcher(text);
    if (item.matches()) {
      String list = listAt(indent);
      int number = items.merge(list, 1, Integer::sum) - 1;
      blocks.push(new Block(indent, list + "[" + number + "]"));
      entry(indent + text.indexOf(item.group(1)), item.group(1));
      return;
    }
    Matcher key = KEY.matcher(text);
    if (key.matches()) {
      String parent = within(indent);
      String path = (parent.isEmpty() ? "" : parent + ".") + key.group(1).replace("\"", "");
      blocks.push(new Block(indent, path));
      String comment = comment(key.group(2) == null ? "" : " " + key.group(2));
      if (!comment.isEmpty() && indent > 0) {
        comments.put(path, comment);
      }
    }
  }

  /** The path of the list whose items stand so far in, which may be as far as its key. */
  private String listAt(int indent) {
    while (!blocks.isEmpty()
        && (blocks.peek().indent() > indent
            || blocks.peek().indent() == indent && blocks.peek().path().endsWith("]"))) {
      blocks.pop();
    }
    return blocks.isEmpty() ? "" : blocks.peek().path();
  }

  /** The path of the block that something so far in stands in; the blocks after it are over. */
  private String within(int indent) {
    while (!blocks.isEmpty() && blocks.peek().indent() >= indent) {
      blocks.pop();
    }
    return blocks.isEmpty() ? "" : blocks.peek().path();
  }

  /** What stands behind a {@code #} that is no part of a value. */
  private static String comment(String value) {
    char quote = 0;
    for (int i = 1; i < value.length(); i++) {
      char sign = value.charAt(i);
      if (quote != 0) {
        quote = sign == quote ? 0 : quote;
      } else if ((sign == '"' || sign == '\'') && " [{,:".indexOf(value.charAt(i - 1)) >= 0) {
        quote = sign;
      } else if (sign == '#' && Character.isWhitespace(value.charAt(i - 1))) {
        return value.substring(i + 1).strip();
      }
    }
    return "";
  }
}
