package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a grant of staging known to production before anything is written under it. */
@Component
final class FenceGrants {
  private static final Logger LOG = LoggerFactory.getLogger(FenceGrants.class);

  private final RunLeases leases;
  private final ProductionFences fences;
  private final TransactionTemplate transaction;

  FenceGrants(Databases databases, RunLeases leases, ProductionFences fences) {
    this.leases = leases;
    this.fences = fences;
    this.transaction =
        new TransactionTemplate(new DataSourceTransactionManager(databases.staging().pool()));
  }

  /**
   * The fence that a run goes on under. A staging that was restored grants what production had
   * granted before; then it is the one that production answers. While production is away staging's
   * has to do.
   */
  Fence announced(UUID id, String scope, long granted) {
    long known = fences.announce(scope, granted).orElse(granted);
    if (known > granted) {
      LOG.warn("staging's fence was behind scope={} granted={} now={}", scope, granted, known);
      transaction.executeWithoutResult(status -> leases.raise(scope, id, known));
    }
    return new Fence(known, fences.installation());
  }

  /**
   * The fence of a run that writes nothing any more: production is not told, as each word of it
   * raises what the run has to stand at that holds the scope now.
   */
  Fence unannounced(long granted) {
    return new Fence(granted, fences.installation());
  }
}
