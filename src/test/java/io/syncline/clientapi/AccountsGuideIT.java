package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Needs;
import io.syncline.support.SandboxService;
import io.syncline.support.Walk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that the check list can be followed, and prints what it says it does. */
class AccountsGuideIT {
  @TempDir private Path folder;

  /** CR-49. */
  @Test
  @Needs({"bash", "curl", "jq"})
  void an_account_is_set_up_and_checked_in_five_steps() throws IOException, InterruptedException {
    Walk walk = Walk.of("docs/clientapi.md", "An account in five steps");
    assertThat(walk.commands()).hasSize(6);
    try (SandboxService service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.clientapi.log-dir=" + folder.resolve("logs"))) {
      assertThat(walk.walked(service, folder)).isEqualTo(walk.printed());
    }
  }
}
