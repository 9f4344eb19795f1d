package io.syncline.core.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.spi.JobFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
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
  private static final String LONGEST_SLEEP = "5000";

  private QueueScheduler() {}

  static Scheduler of(DataSource pool, Environment environment, int threads, JobFactory jobs)
      throws SchedulerException {
    String source = NAME + "-" + UUID.randomUUID(); // there may be several in one JVM
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pooled(pool));
    Properties properties = new Properties();
    configured(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(STORE)) {
                properties.setProperty(name, value);
              }
            });
    properties.setProperty(STORE + "class", JobStoreTX.class.getName());
    properties.setProperty(STORE + "dataSource", source);
    properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, NAME);
    properties.setProperty(
        StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, StdSchedulerFactory.AUTO_GENERATE_INSTANCE_ID);
    properties.setProperty(StdSchedulerFactory.PROP_SCHED_IDLE_WAIT_TIME, LONGEST_SLEEP);
    properties.setProperty(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
    properties.setProperty(
        StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
    properties.setProperty("org.quartz.threadPool.threadCount", String.valueOf(threads));
    properties.setProperty("org.quartz.threadPool.threadNamePrefix", "queued-run");
    properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    return scheduler(properties, jobs);
  }

  private static Map<String, String> configured(Environment environment) {
    return Binder.get(environment)
        .bind("spring.quartz.properties", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of());
  }

  /** Quartz would hand a second one of the JVM the first one's scheduler, which has its name. */
  private static Scheduler scheduler(Properties properties, JobFactory jobs)
      throws SchedulerException {
    SchedulerRepository known = SchedulerRepository.getInstance();
    synchronized (known) {
      known.remove(NAME);
      Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
      known.remove(NAME);
      scheduler.setJobFactory(jobs);
      return scheduler;
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
