package io.syncline.clientapi.credential;

import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.Need;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says how many accounts cannot be read; those that somebody has paused are meant to rest. */
@Component
public final class IllCredentials {
  private final JdbcClient staging;

  IllCredentials(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  public List<Need> needs() {
    long ill =
        staging
            .sql(
                "SELECT count(*) FROM client_api_credentials"
                    + " WHERE status = 'error' AND NOT is_paused")
            .query(Long.class)
            .single();
    return ill == 0
        ? List.of()
        : List.of(
            new Need(
                "credentials",
                true,
                ill + (ill == 1 ? " credential does" : " credentials do") + " not work",
                "See each for its reason; update or pause it"));
  }
}
