package io.syncline.core.pipeline;

import io.syncline.core.error.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a pipeline can say of one thing that it keeps: why it is not what somebody expects.
 *
 * @param names what the thing is called by, all of it to be given
 * @param optional what may be given beside
 * @param why what is found, by the values of these names
 */
public record Explanation(
    List<String> names, List<String> optional, Function<Map<String, String>, List<Finding>> why) {

  /** What is explained of all pipelines alike, whoever declares them. */
  public interface OfCore {

    Explanation explanation();
  }

  public Explanation {
    names = List.copyOf(names);
    optional = List.copyOf(optional);
  }

  public static Explanation of(Function<Map<String, String>, List<Finding>> why, String... names) {
    return new Explanation(List.of(names), List.of(), why);
  }

  /** What may be given beside. */
  public Explanation allowing(String... more) {
    return new Explanation(names, List.of(more), why);
  }

  boolean answers(Set<String> asked) {
    return asked.containsAll(names)
        && asked.stream().allMatch(it -> names.contains(it) || optional.contains(it));
  }

  /** How it is asked for, in words. */
  public String usage() {
    String must = String.join(" and ", names);
    return optional.isEmpty() ? must : must + " (with " + String.join(", ", optional) + ")";
  }
}
