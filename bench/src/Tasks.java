package bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs tasks beside each other; the first failure interrupts the others. */
final class Tasks {

  /** A task that may throw. */
  interface Task {
    void run() throws Exception;
  }

  private Tasks() {}

  static void runAll(List<Task> tasks) throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(threads);
      tasks.forEach(task -> running.submit(callable(task)));
      for (int i = 0; i < tasks.size(); i++) {
        running.take().get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Void> callable(Task task) {
    return () -> {
      task.run();
      return null;
    };
  }
}
