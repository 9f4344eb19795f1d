package io.syncline.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on a raw socket, which answers some calls as no server should and hands the others on to
 * a sound one. What it begins it goes on with until the caller hangs up.
 */
public final class RawServer implements AutoCloseable {
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");
  private static final byte[] FLOOD = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);

  /** How a call is mistreated. */
  public enum Manner {
    SILENCE("", ""),
    HEADERS_THAT_DRIP("HTTP/1.1 200 OK\r\nX-Drip: ", "x"),
    EARLY_HINTS_THAT_DRIP("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
    BODY_THAT_DRIPS(head("Content-Length: 100000"), "x"),
    CHUNKS_THAT_DRIP(head("Transfer-Encoding: chunked"), "1\r\nx\r\n"),
    FLOOD_OF_HEADERS("HTTP/1.1 200 OK\r\nX-Flood: ", ""),
    FLOOD_OF_BODY(head("Content-Length: 999999999999"), ""),
    FLOOD_WITHOUT_LENGTH(head("Connection: close"), ""),
    FLOOD_OF_A_REFUSAL("HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n", "");

    private final String start;
    private final String drop;

    Manner(String start, String drop) {
      this.start = start;
      this.drop = drop;
    }

    private static String head(String header) {
      return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Optional<URI> sound;
  private final AtomicInteger mistreated = new AtomicInteger();
  private final AtomicInteger hungUp = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  /** What becomes of the calls whose request line matches. */
  private record Rule(Pattern requestLine, Optional<Manner> manner, String answer) {}

  private RawServer(Optional<URI> sound) {
    try {
      this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.sound = sound;
    threads.execute(this::accept);
  }

  public static RawServer alone() {
    return new RawServer(Optional.empty());
  }

  /** Hands on to a server what is not mistreated. */
  public static RawServer before(String soundServer) {
    return new RawServer(Optional.of(URI.create(soundServer)));
  }

  /** From now on hands on to that one. */
  public void standBefore(String soundServer) {
    sound = Optional.of(URI.create(soundServer));
  }

  public String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** From now on mistreats the calls whose request line matches. */
  public void mistreat(String requestLine, Manner how) {
    rules.add(new Rule(Pattern.compile(requestLine), Optional.of(how), ""));
  }

  /** From now on answers them with this, which is no JSON. */
  public void answer(String requestLine, String status, String body) {
    String whole =
        "HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, body.length(), body);
    rules.add(new Rule(Pattern.compile(requestLine), Optional.empty(), whole));
  }

  /** From now on sends them to another place. */
  public void redirect(String requestLine, String url) {
    answer(requestLine, "302 Found\r\nLocation: " + url, "");
  }

  /** From now on all calls are handed on. */
  public void behave() {
    rules.clear();
    mistreated.set(0);
    hungUp.set(0);
    sent.set(0);
  }

  /** Calls that were mistreated so far. */
  public int mistreated() {
    return mistreated.get();
  }

  /** Those of them whose caller waits no more. */
  public int hungUp() {
    return hungUp.get();
  }

  /** What went out to them, as far as their callers took it. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      byte[] request = request(new BufferedInputStream(caller.getInputStream()));
      String line = new String(request, StandardCharsets.ISO_8859_1).split("\r\n", 2)[0];
      Optional<Rule> rule =
          rules.stream().filter(r -> r.requestLine().matcher(line).find()).findFirst();
      if (rule.isEmpty()) {
        handOn(request, caller);
      } else if (rule.get().manner().isPresent()) {
        mistreat(caller, rule.get().manner().get());
      } else {
        mistreated.incrementAndGet();
        send(caller, rule.get().answer().getBytes(StandardCharsets.US_ASCII));
        hungUp.incrementAndGet(); // nobody waits any more
      }
    } catch (IOException e) {
      return; // the caller went away
    }
  }

  private void mistreat(Socket caller, Manner how) {
    mistreated.incrementAndGet();
    try {
      send(caller, how.start.getBytes(StandardCharsets.US_ASCII));
      if (how == Manner.SILENCE) {
        caller.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
      while (how != Manner.SILENCE) {
        send(caller, how.drop.isEmpty() ? FLOOD : how.drop.getBytes(StandardCharsets.US_ASCII));
        if (!how.drop.isEmpty()) {
          LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
        }
      }
    } catch (IOException e) {
      // what it waits for
    } finally {
      hungUp.incrementAndGet();
    }
  }

  private void send(Socket caller, byte[] bytes) throws IOException {
    caller.getOutputStream().write(bytes);
    sent.addAndGet(bytes.length);
  }

  private static byte[] request(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      request.write(next);
      text = request.toString(StandardCharsets.ISO_8859_1);
    }
    Matcher length = LENGTH.matcher(text);
    if (length.find()) {
      request.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return request.toByteArray();
  }

  private void handOn(byte[] request, Socket caller) throws IOException {
    URI target = sound.orElseThrow();
    String once =
        new String(request, StandardCharsets.ISO_8859_1)
            .replaceFirst("(?im)^connection:.*\r\n", "")
            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    try (Socket sound = new Socket(target.getHost(), target.getPort())) {
      sound.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      sound.getInputStream().transferTo(caller.getOutputStream());
    }
  }
}
