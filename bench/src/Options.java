package bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was asked for on the command line.
 *
 * @param heapMegabytes the most that a contender's JVM may take
 * @param beside products that both tables have beside those of the job
 * @param imageOptions what the image tells its JVM
 */
record Options(
    List<Integer> asins,
    int rounds,
    int latencyMillis,
    int heapMegabytes,
    int beside,
    List<String> contenders,
    String out,
    Path jar,
    Path imageOptions,
    Cluster staging,
    Cluster production) {

  static final List<String> ALL = List.of("document", "copy-merge", "best", "syncline");

  static Options parse(String[] args) {
    List<Integer> asins = new ArrayList<>();
    int rounds = 3;
    int latency = 0;
    int heap = 512;
    int beside = 0;
    List<String> contenders = ALL;
    String machine =
        Runtime.getRuntime().availableProcessors() + "cpu-" + System.getProperty("os.arch");
    String folder = ".";
    Path jar = Path.of("target/syncline.jar");
    Path imageOptions = Path.of("src/main/docker/java.options");
    Cluster staging = null;
    Cluster production = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--latency" -> latency = Integer.parseInt(args[++i]);
        case "--heap" -> heap = Integer.parseInt(args[++i]);
        case "--beside" -> beside = Integer.parseInt(args[++i]);
        case "--contenders" -> contenders = List.of(args[++i].split(","));
        case "--machine" -> machine = args[++i];
        case "--folder" -> folder = args[++i];
        case "--jar" -> jar = Path.of(args[++i]);
        case "--image-options" -> imageOptions = Path.of(args[++i]);
        case "--staging" -> staging = cluster(args[++i], "dev_az_");
        case "--production" -> production = cluster(args[++i], "prod_az_");
        default -> asins.add(Integer.parseInt(args[i]));
      }
    }
    String suffix =
        (latency > 0 ? "-" + latency + "ms" : "")
            + (heap != 512 ? "-" + heap + "mb" : "")
            + (beside > 0 ? "-beside-" + beside : "");
    String out =
        "%s/%s-%s%s.md"
            .formatted(folder, LocalDate.now(), machine.toLowerCase(Locale.ROOT), suffix);
    return new Options(
        asins.isEmpty() ? List.of(100, 1000) : List.copyOf(asins),
        rounds,
        latency,
        heap,
        beside,
        contenders,
        out,
        jar,
        imageOptions,
        staging,
        production);
  }

  private static Cluster cluster(String portAndPid, String prefix) {
    String[] parts = portAndPid.split(",");
    return new Cluster(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), prefix);
  }
}
