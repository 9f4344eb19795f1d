package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a contender and PostgreSQL in its own JVM. Every byte arrives half the delay after
 * it was sent, in either direction, so each round trip takes the delay longer and a large statement
 * costs no more than a small one. A round trip is counted whenever the client speaks after the
 * server did.
 */
final class DelayProxy {

  private final long halfDelayNanos;
  private final AtomicLong roundTrips = new AtomicLong();

  private DelayProxy(long delayMillis) {
    this.halfDelayNanos = delayMillis * 500_000L;
  }

  /** Arguments: delay in milliseconds, then the ports behind; greets with the ports in front. */
  public static void main(String[] args) throws Exception {
    DelayProxy proxy = new DelayProxy(Long.parseLong(args[0]));
    List<String> ports = new ArrayList<>();
    for (String target : List.of(args).subList(1, args.length)) {
      ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      daemon(() -> proxy.accept(server, Integer.parseInt(target)));
      ports.add(server.getLocalPort() + "");
    }
    ChildJvm.serve(String.join(" ", ports), line -> proxy.roundTrips.toString());
    System.exit(0);
  }

  private void accept(ServerSocket server, int target) {
    try {
      while (true) {
        Socket client = server.accept();
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        Talk talk = new Talk(roundTrips);
        new Pipe(client, database, halfDelayNanos, talk::clientSpeaks).start();
        new Pipe(database, client, halfDelayNanos, talk::serverSpeaks).start();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  /** Who spoke last on one connection; shared by its two pipes. */
  private static final class Talk {
    private final AtomicLong roundTrips;
    private boolean clientSpoke;

    private Talk(AtomicLong roundTrips) {
      this.roundTrips = roundTrips;
    }

    private synchronized void clientSpeaks() {
      if (!clientSpoke) {
        clientSpoke = true;
        roundTrips.incrementAndGet();
      }
    }

    private synchronized void serverSpeaks() {
      clientSpoke = false;
    }
  }
}
