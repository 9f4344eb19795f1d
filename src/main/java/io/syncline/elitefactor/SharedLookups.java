package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.SharedRuns;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Webhook calls that wait for the same scope are answered by one run that takes their codes
 * together. Its report names the codes that were not found or refused, so that each call is told
 * its own counts, a repeat of it too.
 */
@Component
final class SharedLookups implements SharedRuns {
  private static final String CALLERS = "callers";

  private final JdbcClient staging;
  private final EliteFactorSettings settings;

  SharedLookups(Databases databases, EliteFactorSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
  }

  @Override
  public boolean fits(List<RunRequest> some, RunRequest more) {
    int codes = some.stream().mapToInt(request -> request.texts(EliteFactor.CODES).size()).sum();
    int added = more.texts(EliteFactor.CODES).size();
    return more.turn().shares()
        && !more.dryRun()
        && added > 0
        && (some.isEmpty() || codes + added <= settings.mostCodes());
  }

  @Override
  public RunRequest together(List<RunRequest> requests) {
    Set<String> codes = new LinkedHashSet<>();
    requests.forEach(request -> codes.addAll(request.texts(EliteFactor.CODES)));
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    codes.forEach(parameters.putArray(EliteFactor.CODES)::add);
    parameters.put(CALLERS, requests.size());
    return requests.get(0).asking(parameters);
  }

  static boolean isShared(JsonNode parameters) {
    return parameters.has(CALLERS);
  }

  @Override
  public JsonNode share(Run run, RunRequest request) {
    if (!isShared(run.parameters())) {
      return run.report();
    }
    List<String> own = request.texts(EliteFactor.CODES);
    int unknown = both(own, run.report().path(FactorProgress.UNKNOWN_CODES));
    int refused = both(own, run.report().path(FactorProgress.REFUSED_CODES));
    ObjectNode share = JsonNodeFactory.instance.objectNode();
    FactorProgress.UPDATED.tell(share, own.size() - unknown - refused);
    FactorProgress.NOT_FOUND.tell(share, unknown);
    FactorProgress.ERRORS.tell(share, refused);
    FactorProgress.ARTISANS.tell(share, own.size());
    return share;
  }

  private static int both(List<String> own, JsonNode codes) {
    Set<String> named = new HashSet<>();
    codes.forEach(code -> named.add(code.asText()));
    return (int) own.stream().filter(named::contains).count();
  }

  /** The last step of a shared run: whose codes were refused is told by their dead letters. */
  void settle(@Variable("run") ActiveRun run, @Variable("progress") FactorProgress progress) {
    if (isShared(run.request().parameters())) {
      progress.refused(
          staging
              .sql("SELECT DISTINCT record_key FROM sync_dead_letters WHERE run_id = ?")
              .param(run.id())
              .query(String.class)
              .list());
    }
  }
}
