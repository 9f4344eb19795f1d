package io.syncline.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * The core on two fresh databases with a pipeline, streams and a source of the tests' own, and its
 * own route files. What the core does from time to time by itself is done by the tests instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = CoreApp.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "syncline.test.pair=fresh",
      "spring.main.banner-mode=off",
      "syncline.entities.title=Records of the tests",
      "syncline.entities.required-one-of=",
      "syncline.relay.interval=1h",
      "syncline.run.heartbeat=1h",
      "syncline.run.sweep=1h",
      "syncline.watchdog.interval=1h",
      "syncline.run.runs-at-once=4",
      "syncline.run.time-to-stop=5s",
      "syncline.source.first-delay=50"
    })
@ExtendWith(ClockOfItsOwn.class)
@ContextConfiguration(initializers = CoreRoutesOnly.class)
public @interface CoreTest {}
