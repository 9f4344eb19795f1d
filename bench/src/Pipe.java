package bench;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** One direction of a proxied connection; forwards at once without a delay. */
final class Pipe {

  private static final int CHUNK = 64 * 1024;
  private static final int CHUNKS_UNDER_WAY = 1024;

  private final Socket from;
  private final Socket to;
  private final long delayNanos;
  private final Runnable speaks;
  private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);

  /** Empty bytes are the end of the stream. */
  private record Chunk(long dueNanos, byte[] bytes) {}

  Pipe(Socket from, Socket to, long delayNanos, Runnable speaks) {
    this.from = from;
    this.to = to;
    this.delayNanos = delayNanos;
    this.speaks = speaks;
  }

  void start() {
    DelayProxy.daemon(this::read);
    if (delayNanos > 0) {
      DelayProxy.daemon(this::deliver);
    }
  }

  private void read() {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        speaks.run();
        pass(Arrays.copyOf(buffer, n));
      }
      pass(new byte[0]);
    } catch (IOException | InterruptedException end) {
      close();
    }
  }

  private void pass(byte[] bytes) throws IOException, InterruptedException {
    if (delayNanos > 0) {
      underWay.put(new Chunk(System.nanoTime() + delayNanos, bytes));
    } else {
      write(bytes);
    }
  }

  private void deliver() {
    try {
      while (!to.isClosed()) {
        Chunk chunk = underWay.take();
        for (long left = chunk.dueNanos() - System.nanoTime();
            left > 0;
            left = chunk.dueNanos() - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        write(chunk.bytes());
      }
    } catch (IOException | InterruptedException end) {
      close();
    }
  }

  private void write(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      close();
    } else {
      to.getOutputStream().write(bytes);
    }
  }

  private void close() {
    try (from;
        to) {
      underWay.clear();
    } catch (IOException alreadyClosed) {
      underWay.clear();
    }
  }
}
