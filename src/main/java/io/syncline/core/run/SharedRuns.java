package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one run answers requests that wait for the same scope: their lists are taken together, and
 * each caller is told the part of the run's report that is its own, a repeat of it too.
 *
 * @param list the parameter whose lists are taken together
 * @param most how long the list of a run may be
 * @param share what a report says of one caller's list
 */
public record SharedRuns(String list, int most, Share share) {
  private static final String CALLERS = "callers";

  /**
   * The figures of one caller's list.
   *
   * @param all how many it has
   * @param done how many of them are in no list below
   * @param named how many of them a list of the report names, with that list
   */
  public record Share(Figure all, Figure done, Map<Figure, String> named) {

    private ObjectNode of(List<String> own, JsonNode report) {
      ObjectNode share = JsonNodeFactory.instance.objectNode();
      Set<String> left = new HashSet<>(own);
      named.forEach(
          (figure, reported) -> {
            int before = left.size();
            report.path(reported).forEach(name -> left.remove(name.asText()));
            figure.tell(share, before - left.size());
          });
      done.tell(share, left.size());
      all.tell(share, own.size());
      return share;
    }
  }

  /** Whether a run that is asked for this answers several callers. */
  public static boolean isShared(JsonNode parameters) {
    return parameters.has(CALLERS);
  }

  /** Whether one run may do what these and that one ask for. */
  boolean fits(List<RunRequest> some, RunRequest more) {
    int before = some.stream().mapToInt(request -> request.texts(list).size()).sum();
    int added = more.texts(list).size();
    return more.turn().shares()
        && !more.dryRun()
        && added > 0
        && (some.isEmpty() || before + added <= most);
  }

  /** What the run is asked for instead: the first request, for all of them. */
  RunRequest together(List<RunRequest> requests) {
    Set<String> all = new LinkedHashSet<>();
    requests.forEach(request -> all.addAll(request.texts(list)));
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    all.forEach(parameters.putArray(list)::add);
    return requests.get(0).asking(parameters.put(CALLERS, requests.size()));
  }

  /** What a run's report says about what one of its callers asked for. */
  JsonNode told(Run run, RunRequest request) {
    return isShared(run.parameters()) ? share.of(request.texts(list), run.report()) : run.report();
  }
}
