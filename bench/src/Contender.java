package bench;

import java.io.IOException;

/**
 * One way to do the job, started once per session.
 *
 * <ol>
 *   <li>{@link #start} connects it to the stub and to its own database on either cluster, where the
 *       sales table exists and is empty;
 *   <li>{@link #prepare} does what is not timed, before every phase;
 *   <li>{@link #run} is timed, and must return only when every row is committed on both sides;
 *   <li>{@link #check} looks, not timed, at what it says itself about the phase;
 *   <li>{@link #pid} is the process whose CPU and memory, with its ended children, is its cost.
 * </ol>
 */
interface Contender extends AutoCloseable {

  String name();

  /** Whether it reads the pages over HTTP, so that the stub must have served one per product. */
  boolean readsPages();

  void start(Endpoints endpoints) throws Exception;

  void prepare(Job job, Phase phase) throws Exception;

  void run(Job job, Phase phase) throws Exception;

  /** After a phase and not timed: throws when it says itself that not all went well. */
  default void check(Job job, Phase phase) throws Exception {}

  long pid();

  @Override
  void close() throws IOException;
}
