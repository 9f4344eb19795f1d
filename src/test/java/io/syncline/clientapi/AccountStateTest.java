package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.clientapi.AccountState.Holder;
import io.syncline.core.error.Finding;
import io.syncline.core.error.Finding.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountStateTest {
  private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant SOON = NOW.plusSeconds(30);
  private static final Instant PAST = NOW.minusSeconds(30);
  private static final List<String> PLATFORMS = List.of("shopify");

  @Test
  void a_run_that_has_it_or_waits_with_it_goes_on_by_itself() {
    assertThat(why(held(Optional.empty(), false)))
        .startsWith("ok shopify 'Main' " + ID + ": being read since 2026-11-27T11:59:30Z by run ")
        .endsWith(". Never read before");
    assertThat(why(held(Optional.of(SOON), false))).contains("queued until 2026-11-27T12:00:30Z");
    assertThat(why(held(Optional.of(PAST), false))).contains("begins as soon as a thread is free");
    assertThat(why(held(Optional.of(SOON), true)))
        .contains(
            "ok ", "put off until 2026-11-27T12:00:30Z by run ", ": SOURCE_THROTTLED: later.");
  }

  @Test
  void what_nobody_reads_or_looks_for_is_somebodys_to_mend() {
    AccountState due = account("pending", false, 0, Optional.empty());
    assertThat(due.why(false, PLATFORMS, NOW).line()).contains("warn ", ": due, and nobody looks;");
    assertThat(due.why(true, PLATFORMS, NOW).line()).contains("ok ", ": due, the next look finds");
    assertThat(due.why(true, List.of("amazon"), NOW).line())
        .contains("fail ", "nothing here reads that platform, there are [amazon]");
  }

  @Test
  void one_that_failed_is_tried_again_unless_nobody_does() {
    AccountState failed = account("connected", false, 3, Optional.of(SOON));
    assertThat(failed.why(true, PLATFORMS, NOW).line())
        .contains("warn ", "the last 3 tries failed; tried again at 2026-11-27T12:00:30Z.");
    assertThat(failed.why(false, PLATFORMS, NOW).line()).doesNotContain("tried again");
    AccountState paused = account("error", true, 3, Optional.of(SOON));
    assertThat(paused.why(true, PLATFORMS, NOW).line())
        .contains("warn ", "paused; credentials resume " + ID);
  }

  @Test
  void a_label_of_several_lines_is_one_line() {
    Finding why =
        new AccountState(
                ID,
                ID,
                "shopify",
                "a\nfail b",
                "error",
                Optional.of("x\ny"),
                false,
                1,
                24,
                Optional.empty(),
                Optional.empty(),
                "Never read before")
            .why(true, PLATFORMS, NOW);
    assertThat(why.level()).isEqualTo(Level.FAIL);
    assertThat(why.line()).hasLineCount(1).contains("'a fail b'", ": x y; mend it by");
  }

  private static String why(Holder run) {
    return account("connected", false, 0, Optional.of(PAST), Optional.of(run))
        .why(true, PLATFORMS, NOW)
        .line();
  }

  private static Holder held(Optional<Instant> until, boolean isBegun) {
    return new Holder(
        UUID.randomUUID(), PAST, until, isBegun, Optional.of("SOURCE_THROTTLED: later"));
  }

  private static AccountState account(
      String status, boolean isPaused, int failures, Optional<Instant> next) {
    return account(status, isPaused, failures, next, Optional.empty());
  }

  private static AccountState account(
      String status, boolean isPaused, int failures, Optional<Instant> next, Optional<Holder> run) {
    return new AccountState(
        ID,
        ID,
        "shopify",
        "Main",
        status,
        Optional.empty(),
        isPaused,
        failures,
        24,
        next,
        run,
        "Never read before");
  }
}
