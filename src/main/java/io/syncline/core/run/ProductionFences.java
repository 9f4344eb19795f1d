package io.syncline.core.run;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The fences as production has them (promises#fences). Threads may share it.
 *
 * <ol>
 *   <li>A row belongs to a scope of one installation, which is a staging and a prefix: two
 *       installations on one production do not meet.
 *   <li>An installation is known by an id that staging keeps, so that a restored one is the same.
 *   <li>A grant is above what production has, as staging may have been restored from before that; a
 *       staging that was built anew begins above the one before it.
 *   <li>Rows named by the scope alone are of earlier versions. They rise too: a process of such a
 *       version that lost its scope finds itself refused.
 * </ol>
 */
@Component
public final class ProductionFences {
  private static final Logger LOG = LoggerFactory.getLogger(ProductionFences.class);

  private static final String ANNOUNCE =
      """
      WITH announced AS (
          INSERT INTO sync_fence AS f (scope, fence)
          SELECT :row, greatest(:fence, 1 + max(o.fence)) FROM sync_fence o
          WHERE o.scope = :scope OR right(o.scope, length(:same)) = :same
          ON CONFLICT (scope) DO UPDATE
          SET fence = greatest(:fence, f.fence + 1), updated_at = now()
          RETURNING fence
      ), of_earlier_versions AS (
          UPDATE sync_fence e SET fence = a.fence, updated_at = now()
          FROM announced a WHERE e.scope = :scope AND e.fence < a.fence
      )
      SELECT fence FROM announced
      """;

  private final JdbcClient staging;
  private final JdbcClient production;
  private final String prefix;
  private volatile String installation = "";

  public ProductionFences(Databases databases) {
    Database there = databases.production();
    this.staging = JdbcClient.create(databases.staging().pool());
    this.production = JdbcClient.create(there.pool());
    this.prefix = there.prefix();
  }

  /** Who writes to production here: the id of the staging and the prefix of the tables. */
  public String installation() {
    if (installation.isEmpty()) {
      UUID id = staging.sql("SELECT id FROM sync_installation").query(UUID.class).single();
      installation = id + "/" + prefix;
    }
    return installation;
  }

  /**
   * Makes a grant known, so that production refuses the run that had the scope before. Answers the
   * fence that production has now, which is higher where staging was behind; empty when production
   * is away.
   */
  Optional<Long> announce(String scope, long fence) {
    String row = Fence.row(installation(), scope);
    try {
      return production
          .sql(ANNOUNCE)
          .param("row", row)
          .param("fence", fence)
          .param("scope", scope)
          .param("same", "/" + prefix + "/" + scope)
          .query(Long.class)
          .optional();
    } catch (DataAccessException e) {
      LOG.warn("production does not know the new fence yet scope={} fence={}", scope, fence);
      return Optional.empty();
    }
  }
}
