package bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contenders that take turns under the same conditions. Each goes through all phases before the
 * next one starts, and another one begins every round.
 */
final class Session implements AutoCloseable {

  private static final int WARM_UP_ASINS = 200;

  private final Stub stub;
  private final Cluster staging;
  private final Cluster production;
  private final int latencyMillis;
  private final int beside;
  private final Map<Contender, Proxy> proxies = new HashMap<>();
  private final Map<String, Fingerprint> expectations = new HashMap<>();
  private final List<Contender> contenders = new ArrayList<>();

  /**
   * Unless the way is {@link Proxy#STRAIGHT} every contender reaches PostgreSQL through a proxy of
   * its own, and its round trips are counted.
   */
  Session(Stub stub, Cluster staging, Cluster production, int latencyMillis, int beside) {
    this.stub = stub;
    this.staging = staging;
    this.production = production;
    this.latencyMillis = latencyMillis;
    this.beside = beside;
  }

  void add(Contender contender) throws Exception {
    Database first = staging.database(contender.name());
    Database second = production.database(contender.name());
    staging.create(first, beside);
    production.create(second, beside);
    Proxy proxy = Proxy.open(latencyMillis, staging, production);
    proxies.put(contender, proxy);
    contender.start(
        new Endpoints(
            stub.url(), first.at(proxy.stagingPort()), second.at(proxy.productionPort())));
    contenders.add(contender);
  }

  /** One round nobody looks at, so that no contender's first figures are those of a cold JVM. */
  void warmUp(Job job) throws Exception {
    round(new Job(Math.min(job.asins(), WARM_UP_ASINS), job.start(), job.end()), 0);
  }

  List<Sample> rounds(Job job, int rounds) throws Exception {
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      samples.addAll(round(job, round));
    }
    return samples;
  }

  Map<String, Double> peakMegabytes() {
    Map<String, Double> peaks = new LinkedHashMap<>();
    contenders.forEach(c -> peaks.put(c.name(), ProcessClock.peakMegabytes(c.pid())));
    return peaks;
  }

  private List<Sample> round(Job job, int round) throws Exception {
    List<Contender> order = new ArrayList<>(contenders);
    Collections.rotate(order, -round);
    List<Sample> samples = new ArrayList<>();
    for (Contender contender : order) {
      empty(contender);
      for (Phase phase : Phase.values()) {
        Sample sample = measure(contender, job, phase, round);
        contender.check(job, phase);
        verify(contender, job, phase);
        samples.add(sample);
        System.out.printf(
            "round %d %-10s %-6s %8.0f ms %6.2f s CPU%n",
            round, contender.name(), phase.word(), sample.wallMillis(), sample.cpuSeconds());
      }
      empty(contender);
    }
    return samples;
  }

  private void empty(Contender contender) throws Exception {
    staging.empty(staging.database(contender.name()));
    production.empty(production.database(contender.name()));
  }

  private Sample measure(Contender contender, Job job, Phase phase, int round) throws Exception {
    stub.serve(phase);
    contender.prepare(job, phase);
    staging.settle(staging.database(contender.name()));
    production.settle(production.database(contender.name()));
    Proxy proxy = proxies.get(contender);
    long roundTrips = proxy.roundTrips();
    long wal = wal();
    double client = clientSeconds(contender);
    double server = serverSeconds();
    long start = System.nanoTime();
    contender.run(job, phase);
    long end = System.nanoTime();
    return new Sample(
        contender.name(),
        phase,
        round,
        (end - start) / 1e6,
        clientSeconds(contender) - client,
        serverSeconds() - server,
        (wal() - wal) / 1e6,
        proxy.roundTrips() - roundTrips);
  }

  private static double clientSeconds(Contender contender) {
    return ProcessClock.treeSeconds(contender.pid());
  }

  private double serverSeconds() {
    return ProcessClock.treeSeconds(staging.pid()) + ProcessClock.treeSeconds(production.pid());
  }

  private long wal() throws SQLException {
    return staging.walPosition() + production.walPosition();
  }

  private void verify(Contender contender, Job job, Phase phase) throws Exception {
    Fingerprint expected =
        expectations.computeIfAbsent(
            job.text() + phase.version, unknown -> Fingerprint.expected(job, phase));
    Fingerprint first = Fingerprint.ofTable(staging.database(contender.name()));
    Fingerprint second = Fingerprint.ofTable(production.database(contender.name()));
    int pages = contender.readsPages() ? stub.pages() : job.asins();
    if (!first.equals(expected) || !second.equals(expected) || pages != job.asins()) {
      throw new IllegalStateException(
          "%s, %s: expected %s, staging %s, production %s, %d pages for %d products"
              .formatted(
                  contender.name(), phase.word(), expected, first, second, pages, job.asins()));
    }
  }

  @Override
  public void close() throws IOException {
    for (Contender contender : contenders) {
      contender.close();
    }
    for (Proxy proxy : proxies.values()) {
      proxy.close();
    }
  }
}
