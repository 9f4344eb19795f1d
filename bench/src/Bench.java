package bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Measures the reference job for every contender and writes the results file. */
final class Bench {

  private final Options options;
  private final Stub stub;

  private Bench(Options options, Stub stub) {
    this.options = options;
    this.stub = stub;
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.parse(args);
    Report report = new Report(options);
    try (Stub stub = new Stub()) {
      Bench bench = new Bench(options, stub);
      for (int asins : options.asins()) {
        bench.measure(Job.ofYear(asins), report);
      }
    }
    Path out = Path.of(options.out());
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, report.text());
    System.out.println(report.text());
    System.out.println("written to " + out);
  }

  private void measure(Job job, Report report) throws Exception {
    boolean delayed = options.latencyMillis() > 0;
    System.out.printf("%n%d products, %d rows%n", job.asins(), job.rows());
    List<Sample> samples;
    Map<String, Double> peaks;
    try (Session session = session(delayed ? options.latencyMillis() : Proxy.STRAIGHT)) {
      session.warmUp(job);
      samples = session.rounds(job, options.rounds());
      peaks = session.peakMegabytes();
    }
    report.add(job, samples, delayed ? samples : counted(job), peaks);
  }

  /** The proxy costs CPU, so without a delay round trips are counted in a round of their own. */
  private List<Sample> counted(Job job) throws Exception {
    System.out.println("counting round trips");
    try (Session session = session(0)) {
      session.warmUp(Job.ofYear(Math.min(job.asins(), 20)));
      return session.rounds(job, 1);
    }
  }

  private Session session(int latencyMillis) throws Exception {
    Session session =
        new Session(
            stub, options.staging(), options.production(), latencyMillis, options.beside());
    for (String name : options.contenders()) {
      session.add(contender(name));
    }
    return session;
  }

  private Contender contender(String name) {
    if (!Options.ALL.contains(name)) {
      throw new IllegalArgumentException("no contender named " + name);
    }
    String heap = "-Xmx" + options.heapMegabytes() + "m";
    return name.equals("syncline")
        ? new SynclineContender(options.jar(), List.of("@" + options.imageOptions(), heap))
        : new WorkerContender(name, List.of(heap));
  }
}
