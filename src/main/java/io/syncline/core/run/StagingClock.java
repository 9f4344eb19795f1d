package io.syncline.core.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The one source of the time: staging's, so that all instances judge the age of a row alike and a
 * machine whose clock is wrong neither writes rows of next year nor finds everything stale. Between
 * two answers of staging, and while it is away, a timer carries the time on. Threads may share it.
 */
@Component
final class StagingClock extends Clock {
  private static final Logger LOG = LoggerFactory.getLogger(StagingClock.class);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(60);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);

  private final JdbcClient staging;
  private volatile Reading reading;

  /** What the time was when the timer stood there. */
  private record Reading(Instant time, long nanos) {}

  @Autowired
  StagingClock(@Qualifier("staging") DataSource staging, BackgroundLoops loops) {
    this(staging, loops, Clock.systemUTC());
  }

  /** With the clock that counts until staging has answered. */
  StagingClock(DataSource staging, BackgroundLoops loops, Clock own) {
    this.staging = JdbcClient.create(staging);
    this.reading = new Reading(own.instant(), System.nanoTime());
    ask(); // not only by the loop, which starts last
    loops.keep(
        BackgroundLoop.resting("staging-clock", BETWEEN_QUESTIONS, this::ask),
        LONGEST_QUESTION,
        TIME_TO_FINISH);
  }

  /** The server read its clock at some moment of the call: the middle is the best guess. */
  void ask() {
    try {
      long asked = System.nanoTime();
      Timestamp told = staging.sql("SELECT clock_timestamp()").query(Timestamp.class).single();
      reading = new Reading(told.toInstant(), asked + (System.nanoTime() - asked) / 2);
    } catch (DataAccessException e) {
      LOG.debug("staging does not tell the time cause={}", e.getClass().getSimpleName());
    }
  }

  @Override
  public Instant instant() {
    Reading last = reading;
    return last.time().plusNanos(System.nanoTime() - last.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return ((InstantSource) this::instant).withZone(zone);
  }
}
