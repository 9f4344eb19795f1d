package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A pipeline whose requests may be answered by one run: those that wait for the same scope are
 * asked for together, and each caller gets the part of the run's report that is its own.
 */
public interface SharedRuns {

  /** Whether one run may do what these and that one ask for. */
  boolean fits(List<RunRequest> some, RunRequest more);

  /** What the run is asked for instead: the first request, for all of them. */
  RunRequest together(List<RunRequest> requests);

  /** What a run's report says about what one of its callers asked for. */
  JsonNode share(Run run, RunRequest request);
}
