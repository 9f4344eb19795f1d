package io.syncline.command;

import io.syncline.core.database.DatabaseProbe;
import io.syncline.core.database.EmbeddedBinaries;
import io.syncline.core.database.Needs;
import io.syncline.core.error.Finding;
import io.syncline.core.notice.NoticeProbe;
import io.syncline.core.schedule.Schedules;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Checks configuration, databases, clock and credentials; starts nothing.")
final class DoctorCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;

  DoctorCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandEnvironment configuration = CommandEnvironment.load();
    List<Finding> findings = new ArrayList<>(configuration(configuration));
    if (findings.get(0).level() == Finding.Level.OK) {
      findings.addAll(databases(configuration));
    }
    findings.add(schedules(configuration));
    if (findings.get(0).level() == Finding.Level.OK) {
      findings.add(NoticeProbe.finding(configuration.environment()));
    }
    Schedules.words(configuration.environment())
        .forEach(word -> findings.addAll(pipeline(configuration, word)));
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(finding -> out.println(finding.line()));
    boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return failed ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private static List<Finding> configuration(CommandEnvironment configuration) {
    List<Finding> faults =
        configuration.check().problems().stream()
            .map(problem -> Finding.fail("configuration", problem.sentence()))
            .toList();
    return faults.isEmpty()
        ? List.of(Finding.ok("configuration", "variables, secrets and schedules are valid"))
        : faults;
  }

  private List<Finding> databases(CommandEnvironment configuration) {
    if (configuration.check().embedded() && !EmbeddedBinaries.areThere()) {
      return List.of(Finding.fail("databases", EmbeddedBinaries.missing().sentences()));
    }
    if (configuration.check().embedded()) {
      return List.of(
          Finding.ok(
              "databases",
              "embedded in "
                  + configuration.check().dataDirectory()
                  + ", not started by doctor; set DB_STAGING_* and DB_PROD_* to use yours"));
    }
    return new DatabaseProbe(configuration.environment(), clock).findings();
  }

  private static Finding schedules(CommandEnvironment configuration) {
    return configuration.property("syncline.schedules").equals("off")
        ? Finding.warn(
            "schedules",
            "off: none fires in a process with this configuration; set syncline.schedules to on,"
                + " or have another process or a scheduler of yours start runs")
        : Finding.ok("schedules", "fire in a process with this configuration");
  }

  private static List<Finding> pipeline(CommandEnvironment configuration, String word) {
    String missing = configuration.property("syncline." + word + ".missing-variables");
    if (!missing.isEmpty()) {
      return List.of(
          Finding.warn(word, "off; set " + missing.replace(",", ", ") + " to switch it on"));
    }
    List<Finding> found =
        Needs.all().stream()
            .filter(needs -> needs.pipeline().equals(word))
            .flatMap(needs -> needs.findings(configuration.environment()).stream())
            .toList();
    boolean failed = found.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL);
    Stream<Finding> state = failed ? Stream.empty() : Stream.of(state(configuration, word));
    return Stream.concat(state, found.stream()).toList();
  }

  private static Finding state(CommandEnvironment configuration, String word) {
    boolean scheduled =
        Boolean.parseBoolean(configuration.property("syncline." + word + ".scheduled"));
    return Finding.ok(
        word,
        scheduled
            ? "scheduled " + configuration.property("syncline." + word + ".quartz-cron") + " UTC"
            : "on request");
  }
}
