package io.syncline.support;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** No test has the time to which another one moved the clock that they share. */
final class ClockOfItsOwn implements AfterEachCallback {

  @Override
  public void afterEach(ExtensionContext test) {
    SpringExtension.getApplicationContext(test).getBean(SettableClock.class).reset();
  }
}
