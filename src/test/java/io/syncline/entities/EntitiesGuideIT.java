package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Needs;
import io.syncline.support.SandboxService;
import io.syncline.support.Walk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that the walk of the guide can be walked, and prints what the guide says it does. */
class EntitiesGuideIT {
  @TempDir private Path folder;

  @Test
  @Needs({"bash", "curl", "jq"})
  void a_sheet_is_mapped_as_the_guide_has_it() throws IOException, InterruptedException {
    Walk walk = Walk.of("docs/entities.md", "A sheet mapped in ten");
    assertThat(walk.commands()).hasSize(10);
    try (SandboxService service =
        SandboxService.start(
            "--syncline.sandbox.entities.feeds=true",
            "--syncline.sandbox.junglescout.products=1")) {
      assertThat(walk.walked(service, folder)).isEqualTo(walk.printed());
    }
  }
}
