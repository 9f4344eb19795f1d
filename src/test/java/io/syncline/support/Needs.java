package io.syncline.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Programs a test drives that a machine with a JDK alone does not have, such as {@code pgbouncer}.
 * Where one is missing the test is left out and a warning says so; with {@code
 * -Dsyncline.test.tools=required}, as the whole gate sets it, the test fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsCondition.class)
public @interface Needs {

  /** The names of the programs, each to be found on the path or where systems keep servers. */
  String[] value();
}
