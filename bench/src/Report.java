package bench;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The results file: medians, and ratios to the document's algorithm of the same run. */
final class Report {

  private static final String BASE = "document";
  private static final String LIMIT = "copy-merge";

  private final Options options;
  private final StringBuilder text = new StringBuilder();

  Report(Options options) throws SQLException {
    this.options = options;
    line("# Reference job, %s", LocalDate.now());
    line("");
    line(
        "%d CPUs (%s), JDK %s, PostgreSQL %s with default durability, two local clusters,"
            + " medians of %d interleaved rounds%s. Both tables were verified after each phase."
            + " Each contender has a heap of %d MB%s, the service the image's java.options beside. Only ratios within this file carry over.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch"),
        Runtime.version(),
        options.staging().version().split(" ")[0],
        options.rounds(),
        options.latencyMillis() > 0
            ? ", " + options.latencyMillis() + " ms added to each database round trip"
            : "",
        options.heapMegabytes(),
        options.beside() > 0
            ? String.format(Locale.ROOT, "; beside the job both tables have %,d rows", options.beside() * Job.DAYS)
            : "");
  }

  void add(Job job, List<Sample> samples, List<Sample> counted, Map<String, Double> peaks) {
    line("%n## %d products, %,d rows", job.asins(), job.rows());
    for (Phase phase : Phase.values()) {
      phaseTable(job, phase, samples, counted);
    }
    line("%nPeak resident memory of the client: %s", peakText(peaks));
  }

  String text() {
    return text.toString();
  }

  private void phaseTable(Job job, Phase phase, List<Sample> samples, List<Sample> counted) {
    line("%n### %s%n", phase.word());
    line(
        "| contender | rows/s | speed to document (per round) | speed to limit | CPU s (client +"
            + " server) | CPU to document | WAL MB | WAL to document | round trips per product |");
    line("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (String name : options.contenders()) {
      Predicate<Sample> mine = is(name, phase);
      double wall = median(samples, mine, Sample::wallMillis);
      double cpu = median(samples, mine, Sample::cpuSeconds);
      double wal = median(samples, mine, Sample::walMegabytes);
      Predicate<Sample> base = is(BASE, phase);
      line(
          "| %s | %,.0f | %s (%s) | %s | %.2f (%.2f + %.2f) | %s | %.1f | %s | %.2f |",
          name,
          job.rows() / wall * 1000,
          ratio(median(samples, base, Sample::wallMillis), wall),
          spread(samples, name, phase),
          ratio(median(samples, is(LIMIT, phase), Sample::wallMillis), wall),
          cpu,
          median(samples, mine, Sample::clientSeconds),
          median(samples, mine, Sample::serverSeconds),
          ratio(cpu, median(samples, base, Sample::cpuSeconds)),
          wal,
          ratio(wal, median(samples, base, Sample::walMegabytes)),
          median(counted, mine, Sample::roundTrips) / job.asins());
    }
  }

  private String spread(List<Sample> samples, String name, Phase phase) {
    List<Double> ratios =
        IntStream.rangeClosed(1, options.rounds())
            .mapToObj(
                round ->
                    median(samples, is(BASE, phase).and(in(round)), Sample::wallMillis)
                        / median(samples, is(name, phase).and(in(round)), Sample::wallMillis))
            .sorted()
            .toList();
    return ratio(ratios.get(0), 1) + "–" + ratio(ratios.get(ratios.size() - 1), 1);
  }

  private static Predicate<Sample> is(String name, Phase phase) {
    return sample -> sample.contender().equals(name) && sample.phase() == phase;
  }

  private static Predicate<Sample> in(int round) {
    return sample -> sample.round() == round;
  }

  private static double median(
      List<Sample> samples, Predicate<Sample> which, ToDoubleFunction<Sample> value) {
    double[] sorted = samples.stream().filter(which).mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1
            ? sorted[middle]
            : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().getAsDouble();
  }

  private static String ratio(double one, double other) {
    double ratio = one / other;
    return Double.isNaN(ratio) ? "–" : "%.2f".formatted(ratio);
  }

  private static String peakText(Map<String, Double> peaks) {
    return peaks.entrySet().stream()
        .map(peak -> "%s %.0f MB".formatted(peak.getKey(), peak.getValue()))
        .reduce((one, two) -> one + ", " + two)
        .orElse("unknown");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
