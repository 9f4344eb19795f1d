package io.syncline.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on a raw socket that keeps what it is sent, byte by byte, and answers as it is told. */
public final class ScriptedServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)\\s*$");

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile List<Script> scripts = List.of(json("200 OK", "{}"));

  /** Answers one request. */
  public interface Script {
    void answer(OutputStream out) throws IOException;
  }

  public ScriptedServer() {
    try {
      this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** An answer in JSON with more headers, each a whole line. */
  public static Script json(String status, String body, String... headers) {
    return out -> {
      begin(out, status, headers);
      out.write(body.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** The head of an answer whose body ends with the connection. */
  public static void begin(OutputStream out, String status, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String head =
        "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\n" + more;
    out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One answer after the other; the last one stays. */
  public void answers(Script... next) {
    requests.clear();
    scripts = List.of(next);
  }

  public String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** What came since the answers were set: head and body, a character for a byte. */
  public List<String> requests() {
    return List.copyOf(requests);
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
      String request = request(caller.getInputStream());
      Script script;
      synchronized (this) {
        requests.add(request);
        script = scripts.get(Math.min(requests.size(), scripts.size()) - 1);
      }
      script.answer(caller.getOutputStream());
    } catch (IOException e) {
      return; // the caller went away
    }
  }

  private static String request(InputStream in) throws IOException {
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
    return request.toString(StandardCharsets.ISO_8859_1);
  }
}
