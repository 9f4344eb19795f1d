package io.syncline.core.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.simpl.SimpleInstanceIdGenerator;
import org.quartz.spi.JobFactory;
import org.quartz.spi.ThreadExecutor;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * A clustered scheduler beside Spring's, over the same tables. No bean: whoever asks Spring for the
 * scheduler, as Camel does, means the one of the schedules.
 */
final class QueueScheduler {
  /** The key of its rows in qrtz_*: never to be changed. */
  static final String NAME = "syncline-runs";

  private static final String STORE = "org.quartz.jobStore.";

  /** What another instance has stored is seen within this time, in ms. */
  private static final long LONGEST_SLEEP = 5_000;

  /** After the store could not be reached, in ms. */
  private static final long NEXT_TRY = 15_000;

  private QueueScheduler() {}

  static Scheduler of(
      DataSource pool, Environment environment, LeadingThreads threads, JobFactory jobs)
      throws SchedulerException {
    String source = NAME + "-" + UUID.randomUUID(); // there may be several in one JVM
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pooled(pool));
    JobStoreTX store = new JobStoreTX();
    BeanWrapper settings = PropertyAccessorFactory.forBeanPropertyAccess(store);
    configured(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(STORE)) {
                settings.setPropertyValue(name.substring(STORE.length()), value);
              }
            });
    store.setDataSource(source);
    store.setThreadPoolSize(threads.getPoolSize());
    store.setMakeThreadsDaemons(true);
    return scheduler(store, threads, jobs);
  }

  private static Map<String, String> configured(Environment environment) {
    return Binder.get(environment)
        .bind("spring.quartz.properties", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of());
  }

  /** Quartz would hand a second one of the JVM the first one's scheduler, which has its name. */
  private static Scheduler scheduler(JobStoreTX store, LeadingThreads threads, JobFactory jobs)
      throws SchedulerException {
    SchedulerRepository known = SchedulerRepository.getInstance();
    synchronized (known) {
      known.remove(NAME);
      DirectSchedulerFactory.getInstance()
          .createScheduler(
              NAME,
              new SimpleInstanceIdGenerator().generateInstanceId(),
              threads,
              new Daemon(),
              store,
              Map.of(),
              null,
              0,
              LONGEST_SLEEP,
              NEXT_TRY,
              false,
              null);
      Scheduler scheduler = known.lookup(NAME);
      known.remove(NAME);
      scheduler.setJobFactory(jobs);
      return scheduler;
    }
  }

  /** Keeps no process from ending. */
  private static final class Daemon implements ThreadExecutor {
    @Override
    public void execute(Thread thread) {
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void initialize() {
      // there is nothing to begin
    }
  }

  private record Pooled(DataSource pool) implements ConnectionProvider {
    @Override
    public Connection getConnection() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void shutdown() {
      // whoever made the pool closes it
    }

    @Override
    public void initialize() {
      // it is open
    }
  }
}
