package io.syncline.core.run;

/** Threads that keep no process from ending. */
public final class Daemons {
  private Daemons() {}

  /** A thread that is not started yet. */
  public static Thread of(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
