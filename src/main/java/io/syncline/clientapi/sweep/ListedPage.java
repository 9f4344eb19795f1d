package io.syncline.clientapi.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.write.Composed;
import io.syncline.core.write.StagingTx;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A page of a listing; the first one takes the place of what an earlier sweep has left.
 *
 * @param next where the platform's next page begins
 */
public record ListedPage(
    SweptType swept, Sweep sweep, List<String> ids, JsonNode next, boolean isLast)
    implements Listing {

  private static final String LISTED =
      """
      INSERT INTO client_swept_ids (credential_id, data_type, external_id)
      SELECT :credential, :type, id FROM unnest(:ids::text[]) AS n (id)
      ON CONFLICT DO NOTHING
      """;

  public ListedPage {
    ids = List.copyOf(ids);
  }

  @Override
  public Composed compose(StagingTx staging) {
    return moved(kept(staging.client()));
  }

  @Override
  public Sweep kept(JdbcClient staging) {
    if (sweep.isFresh()) {
      SweepEnd.forget(swept, staging);
    }
    int more = swept.statement(staging, LISTED).param("ids", ids.toArray(String[]::new)).update();
    String last = ids.isEmpty() ? sweep.last() : ids.get(ids.size() - 1);
    return sweep.listed(next, more, last, isLast);
  }
}
