package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Needs;
import io.syncline.support.SandboxService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that the walk of the guide can be walked, and prints what the guide says it does. */
class EntitiesGuideIT {
  private static final Pattern WALK = Pattern.compile("(?ms)^## A sheet mapped in ten.*?(?=^## )");
  private static final Pattern STEP = Pattern.compile("(?ms)^```(sh)?\\n(.*?)^```$");

  @TempDir private Path folder;

  @Test
  @Needs({"bash", "curl", "jq"})
  void a_sheet_is_mapped_as_the_guide_has_it() throws IOException, InterruptedException {
    List<String> commands = new ArrayList<>();
    StringBuilder printed = new StringBuilder();
    for (MatchResult step : steps()) {
      if (step.group(1) == null) {
        printed.append(step.group(2));
      } else {
        commands.add(step.group(2));
      }
    }
    assertThat(commands).hasSize(10);
    try (SandboxService service =
        SandboxService.start(
            "--syncline.sandbox.entities.feeds=true",
            "--syncline.sandbox.junglescout.products=1")) {
      String token = service.token("admin")[1].substring("Bearer ".length());
      String script =
          String.join("", commands)
              .replaceFirst("\\$\\(java [^)]*\\)", token)
              .replace("localhost:8080", service.url().substring("http://".length()));
      assertThat(bash(script)).isEqualTo(printed.toString());
    }
  }

  private static List<MatchResult> steps() throws IOException {
    return WALK.matcher(Files.readString(Path.of("docs/entities.md")))
        .results()
        .flatMap(walk -> STEP.matcher(walk.group()).results())
        .toList();
  }

  private String bash(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("walk.sh"), "set -euo pipefail\n" + script);
    Process process =
        new ProcessBuilder("bash", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
