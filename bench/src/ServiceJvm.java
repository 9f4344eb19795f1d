package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The packaged service in a JVM and a folder of its own, and calls to it as its admin. */
final class ServiceJvm implements AutoCloseable {

  static final String SECRET = "only-for-the-bench-0123456789-0123456789";
  private static final Duration START = Duration.ofMinutes(2);
  private static final int LINES_SHOWN = 40;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final Path log;
  private final int port;

  private ServiceJvm(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Answers once the service does. */
  static ServiceJvm start(Path jar, List<String> options, Map<String, String> environment)
      throws IOException, InterruptedException {
    int port = freePort();
    Path folder = Files.createTempDirectory("service");
    Path log = folder.resolve("service.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("PORT", port + "");
    builder.environment().put("SYNCLINE_DATA_DIR", folder.resolve("data").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    ServiceJvm service = new ServiceJvm(builder.start(), log, port);
    Runtime.getRuntime().addShutdownHook(new Thread(service.process::destroyForcibly));
    service.awaitHealth();
    return service;
  }

  long pid() {
    return process.pid();
  }

  JsonNode call(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path);
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s %s: %d %s%n%s"
              .formatted(method, path, answer.statusCode(), answer.body(), lastLines()));
    }
    return json.readTree(answer.body());
  }

  String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token())
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void awaitHealth() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(START);
    while (!isUp()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        process.destroyForcibly();
        throw new IOException("the service did not start\n" + lastLines());
      }
      Thread.sleep(200);
    }
  }

  private boolean isUp() throws InterruptedException {
    try {
      HttpResponse<String> answer = send("GET", "/health");
      return answer.statusCode() == 200
          && "up".equals(json.readTree(answer.body()).path("status").asText());
    } catch (IOException notYet) {
      return false;
    }
  }

  /** An admin's token for the next hour, HS256. */
  private static String token() {
    long now = Instant.now().getEpochSecond();
    String claims =
        "{\"sub\":\"bench\",\"role\":\"admin\",\"iat\":%d,\"exp\":%d}".formatted(now, now + 3600);
    String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    return signed + "." + base64(hmac(signed));
  }

  private static byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
