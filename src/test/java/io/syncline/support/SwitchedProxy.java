package io.syncline.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An address on the loopback behind which the server can be exchanged, as a failover does. */
public final class SwitchedProxy implements AutoCloseable {
  private final ServerSocket door;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile int server;
  private volatile CountDownLatch flows = new CountDownLatch(0);

  public SwitchedProxy(int server) {
    this.server = server;
    try {
      this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** From now on new connections lead there; those that are open stay where they are. */
  public void leadTo(int port) {
    server = port;
  }

  /**
   * From now on takes connections and what they send, and hands nothing on, as a hung host does.
   */
  public void freeze() {
    flows = new CountDownLatch(1);
  }

  /** Hands on again, what was held back first. */
  public void thaw() {
    flows.countDown();
  }

  /** Breaks what is open. */
  public void cut() {
    for (Socket socket : open) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    thaw();
    door.close();
    cut();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
        open.addAll(List.of(client, there));
        thread(() -> pump(client, there));
        thread(() -> pump(there, client));
      } catch (IOException e) {
        continue; // closed, or a server that is away: the client meets a broken connection
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] some = new byte[8192];
    try (from;
        to) {
      for (int read = 0; read >= 0; read = from.getInputStream().read(some)) {
        flows.await();
        to.getOutputStream().write(some, 0, read);
      }
    } catch (IOException e) {
      return; // one side has gone: both are closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "switched-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
