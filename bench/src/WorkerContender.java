package bench;

import java.io.IOException;
import java.util.List;

/** A plain contender: a {@link Loader} in a {@link Worker} JVM. */
final class WorkerContender implements Contender {

  private final String name;
  private final List<String> options;
  private ChildJvm worker;

  WorkerContender(String name, List<String> options) {
    this.name = name;
    this.options = options;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean readsPages() {
    return !name.equals("copy-merge");
  }

  @Override
  public void start(Endpoints endpoints) throws IOException {
    worker =
        ChildJvm.start(
            Worker.class,
            options,
            List.of(
                name,
                endpoints.stubUrl(),
                endpoints.staging().text(),
                endpoints.production().text()));
  }

  @Override
  public void prepare(Job job, Phase phase) throws IOException {
    worker.ask("prepare " + phase.word() + " " + job.text());
  }

  @Override
  public void run(Job job, Phase phase) throws IOException {
    worker.ask("run " + phase.word() + " " + job.text());
  }

  @Override
  public long pid() {
    return worker.pid();
  }

  @Override
  public void close() throws IOException {
    worker.close();
  }
}
