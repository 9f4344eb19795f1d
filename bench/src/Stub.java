package bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The stub server's JVM and its two control calls. */
final class Stub implements AutoCloseable {

  /** Without it every answer on a kept connection waits 40 ms for the client's acknowledgement. */
  private static final String NO_DELAY = "-Dsun.net.httpserver.nodelay=true";

  private final ChildJvm jvm;
  private final HttpClient http = HttpClient.newHttpClient();

  Stub() throws IOException {
    this.jvm = ChildJvm.start(StubServer.class, List.of(NO_DELAY), List.of());
  }

  String url() {
    return "http://127.0.0.1:" + jvm.greeting();
  }

  void serve(Phase phase) throws IOException, InterruptedException {
    call("POST", "/stub/phase?name=" + phase.word());
  }

  int pages() throws IOException, InterruptedException {
    return Integer.parseInt(call("GET", "/stub/pages"));
  }

  private String call(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
