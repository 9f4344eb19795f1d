package bench;

/** A way to load the job, run inside its own worker JVM. */
interface Loader {

  /** Whatever need not be timed: open connections, write files. */
  void prepare(Job job, Phase phase) throws Exception;

  /** The timed part; returns once every row is committed on both sides. */
  void run(Job job) throws Exception;
}
