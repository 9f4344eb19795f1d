package io.syncline.junglescout;

import io.syncline.core.run.ActiveRun;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The verbose lines of document 004, written for the runs that asked for them and no others
 * (JS-04).
 */
@Component
final class DebugLines {
  private static final Logger LOG = LoggerFactory.getLogger("syncline.junglescout.debug");

  /** A line such as {@code [HOURLY_SYNC] [Select] Found 5 NEW ASINs}; ASINs and figures only. */
  void line(ActiveRun run, String category, String text, Object... values) {
    if (run.request().debug()) {
      LOG.info(
          "[HOURLY_SYNC] {}{}",
          category.isEmpty() ? "" : "[" + category + "] ",
          text.formatted(values));
    }
  }

  void banner(ActiveRun run, String title) {
    line(run, "", "========== %s ==========", title);
  }

  void step(ActiveRun run, String title) {
    line(run, "", "---------- %s ----------", title);
  }

  void error(ActiveRun run, String text, Object... values) {
    line(run, "", "ERROR: " + text, values);
  }

  /** A list as the document prints it. */
  static String list(Collection<String> asins) {
    return "[" + String.join(" ", asins) + "]";
  }
}
