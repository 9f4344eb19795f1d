package io.syncline.core.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody is about to do.
 *
 * @param members what is said in query and body: its names, and the value of what is true or false;
 *     any other value may be a secret
 */
public record Action(String who, By by, String method, String path, List<String> members) {
  private static final int LONGEST = 128;
  private static final int LONGEST_PATH = 400;
  private static final int MOST = 50;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,31}");
  private static final Pattern PART = Pattern.compile("\\{([A-Za-z]+)}");

  /** What somebody showed. */
  public enum By {
    CONSOLE,
    TOKEN,
    SECRET,
    COMMAND;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Action {
    who = OneLine.of(who, LONGEST);
    path = OneLine.of(path, LONGEST_PATH);
    members = List.copyOf(members);
  }

  /**
   * A call of an endpoint.
   *
   * @param template of its path, which {@code parts} fill
   */
  public static Action of(
      String who,
      By by,
      String method,
      String template,
      Map<String, String> parts,
      Map<String, String> query,
      Optional<JsonNode> body) {
    List<String> members = new ArrayList<>();
    query.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> members.add(member(it.getKey(), it.getValue())));
    body.ifPresent(
        it ->
            it.properties()
                .forEach(
                    member ->
                        members.add(
                            member(
                                member.getKey(),
                                member.getValue().isBoolean() ? member.getValue().asText() : ""))));
    return new Action(
        who,
        by,
        method,
        PART.matcher(template)
            .replaceAll(
                part -> Matcher.quoteReplacement(parts.getOrDefault(part.group(1), part.group()))),
        members.subList(0, Math.min(MOST, members.size())));
  }

  /** Names of ours are words; one that is none may be a secret in the wrong place. */
  private static String member(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return "…";
    }
    return value.equals("true") || value.equals("false") ? name + "=" + value : name;
  }
}
