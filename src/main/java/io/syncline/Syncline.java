package io.syncline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application. */
@SpringBootApplication
public class Syncline {

  public static void main(String[] args) {
    SpringApplication.run(Syncline.class, args);
  }
}
