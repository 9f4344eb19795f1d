package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Needs;
import io.syncline.support.PgBouncer;
import io.syncline.support.SandboxService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts behind poolers: by session before the pair, by transaction before Yuhinkai. */
@Needs("pgbouncer")
class PoolerCountsIT {
  private static final int ARTISANS = 2_502;

  /**
   * So many that each connection asks often enough for the driver to prepare by name, if it may.
   */
  private static final int ROUNDS = 12;

  @Test
  void every_artisan_is_counted_and_stored_once_behind_a_pooler() {
    try (PgBouncer bySession = PgBouncer.start("session");
        PgBouncer byTransaction = PgBouncer.start("transaction");
        SandboxService service =
            SandboxService.start(
                "--DB_STAGING_PORT=" + bySession.port(),
                "--DB_PROD_PORT=" + bySession.port(),
                "--DB_YUHINKAI_PORT=" + byTransaction.port(),
                "--syncline.sandbox.junglescout.products=1",
                "--syncline.sandbox.stockx.products=1",
                "--syncline.sandbox.elitefactor.artisans=" + ARTISANS,
                "--syncline.sandbox.elitefactor.listings=" + 2 * ARTISANS)) {
      String codes =
          IntStream.rangeClosed(1, ARTISANS)
              .mapToObj(number -> "\"MAS" + String.valueOf(1_000_000 + number).substring(1) + '"')
              .collect(Collectors.joining(","));
      for (int round = 0; round < ROUNDS; round++) {
        SandboxService.Answer answer =
            service.post(
                "/api/admin/sync-elite-factor",
                "{\"artisan_codes\": [" + codes + "]}",
                service.cronSecret());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        assertThat(answer.body().path("updated").asInt())
            .as("%s", answer.body())
            .isEqualTo(ARTISANS);
        assertThat(answer.body().path("notFound").asInt()).isZero();
        assertThat(answer.body().path("errors").asInt()).isZero();
      }
    }
  }
}
