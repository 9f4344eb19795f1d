package io.syncline;

import io.syncline.command.Commands;
import io.syncline.core.run.LongestStop;
import io.syncline.core.startup.JvmDefaults;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application, or the command its arguments name. */
@SpringBootApplication
public class Syncline {

  public static void main(String[] args) {
    JvmDefaults.set();
    if (Commands.isServing(args)) {
      LongestStop.arm();
      SpringApplication.run(Syncline.class, args);
    } else {
      System.exit(new Commands(Syncline.class).execute(args));
    }
  }
}
