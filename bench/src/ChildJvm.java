package bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of the bench that is spoken to in lines: its first line greets, then each line asked is
 * answered by one line. It ends when its input ends, so none outlives the bench.
 */
final class ChildJvm implements AutoCloseable {

  /** What a child does with a line. */
  interface Handler {
    String answer(String line) throws Exception;
  }

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;
  private final String greeting;

  private ChildJvm(Process process) throws IOException {
    this.process = process;
    this.answers = reader(process.getInputStream());
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.greeting = readLine();
  }

  static ChildJvm start(Class<?> main, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    return new ChildJvm(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The child's side: greets, then answers until its input ends. */
  static void serve(String greeting, Handler handler) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(greeting);
    BufferedReader in = reader(System.in);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        out.println(handler.answer(line));
      } catch (Exception failure) {
        failure.printStackTrace();
        out.println("failed " + failure.getClass().getSimpleName());
      }
    }
  }

  String greeting() {
    return greeting;
  }

  long pid() {
    return process.pid();
  }

  String ask(String line) throws IOException {
    questions.println(line);
    String answer = readLine();
    if (answer.startsWith("failed")) {
      throw new IOException("'" + line + "': " + answer + ", see its output above");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private String readLine() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a JVM of the bench ended early, see its output above");
    }
    return line;
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }
}
