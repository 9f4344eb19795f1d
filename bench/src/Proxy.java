package bench;

import java.io.IOException;
import java.util.List;

/** The way to PostgreSQL: through the delay proxy's JVM, or straight. */
final class Proxy implements AutoCloseable {

  private final ChildJvm jvm;
  private final int stagingPort;
  private final int productionPort;

  private Proxy(ChildJvm jvm, int stagingPort, int productionPort) {
    this.jvm = jvm;
    this.stagingPort = stagingPort;
    this.productionPort = productionPort;
  }

  /** No proxy at all, in place of a delay in milliseconds. */
  static final int STRAIGHT = -1;

  static Proxy open(int millis, Cluster staging, Cluster production) throws IOException {
    return millis == STRAIGHT ? none(staging, production) : delaying(millis, staging, production);
  }

  private static Proxy none(Cluster staging, Cluster production) {
    return new Proxy(null, staging.port(), production.port());
  }

  private static Proxy delaying(int millis, Cluster staging, Cluster production)
      throws IOException {
    List<String> arguments = List.of(millis + "", staging.port() + "", production.port() + "");
    ChildJvm jvm = ChildJvm.start(DelayProxy.class, List.of(), arguments);
    String[] ports = jvm.greeting().split(" ");
    return new Proxy(jvm, Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
  }

  int stagingPort() {
    return stagingPort;
  }

  int productionPort() {
    return productionPort;
  }

  long roundTrips() throws IOException {
    return jvm == null ? 0 : Long.parseLong(jvm.ask("count"));
  }

  @Override
  public void close() throws IOException {
    if (jvm != null) {
      jvm.close();
    }
  }
}
