package io.syncline.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A section of a guide that can be walked in a shell: its commands, and what it says they print.
 */
public record Walk(List<String> commands, String printed) {
  private static final Pattern STEP = Pattern.compile("(?ms)^```(sh)?\\n(.*?)^```$");

  /** The section of a page under a heading that begins so. */
  public static Walk of(String page, String heading) throws IOException {
    Pattern section = Pattern.compile("(?ms)^## " + heading + ".*?(?=^## )");
    List<String> commands = new ArrayList<>();
    StringBuilder printed = new StringBuilder();
    List<MatchResult> steps =
        section
            .matcher(Files.readString(Path.of(page)))
            .results()
            .flatMap(walk -> STEP.matcher(walk.group()).results())
            .toList();
    for (MatchResult step : steps) {
      if (step.group(1) == null) {
        printed.append(step.group(2));
      } else {
        commands.add(step.group(2));
      }
    }
    return new Walk(commands, printed.toString());
  }

  /** What it prints at a service, with that folder as the one where the service was started. */
  public String walked(SandboxService service, Path folder)
      throws IOException, InterruptedException {
    String token = service.token("admin")[1].substring("Bearer ".length());
    String script =
        String.join("", commands)
            .replaceFirst("\\$\\(java [^)]*\\)", token)
            .replace("localhost:8080", service.url().substring("http://".length()));
    Path file = Files.writeString(folder.resolve("walk.sh"), "set -euo pipefail\n" + script);
    Process process =
        new ProcessBuilder("bash", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
