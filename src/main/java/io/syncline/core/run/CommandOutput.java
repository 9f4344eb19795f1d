package io.syncline.core.run;

/** Where a command prints, line by line, what a service writes to files. Only a command has one. */
@FunctionalInterface
public interface CommandOutput {

  void print(String line);
}
