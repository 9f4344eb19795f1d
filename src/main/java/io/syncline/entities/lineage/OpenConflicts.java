package io.syncline.entities.lineage;

import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.Need;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says how many fields wait for somebody to say who is believed. */
@Component
public final class OpenConflicts {
  private final JdbcClient staging;

  OpenConflicts(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Nothing is held up by a conflict: the winner of before stays. */
  public List<Need> needs() {
    long open =
        staging
            .sql("SELECT count(*) FROM field_conflicts WHERE resolved_at IS NULL")
            .query(Long.class)
            .single();
    return open == 0
        ? List.of()
        : List.of(
            new Need(
                "conflicts",
                false,
                "Sources differ in " + open + (open == 1 ? " field" : " fields"),
                "Say who is believed"));
  }
}
