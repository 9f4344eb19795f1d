package io.syncline.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks for secrets: on a terminal without an echo, else a line each from the input. */
final class SecretPrompt {
  private final BufferedReader lines;

  SecretPrompt(InputStream input) {
    this.lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
  }

  /** The answer without its edges; empty where the input has ended. */
  String ask(String name) {
    Console console = System.console();
    if (console != null) {
      char[] typed = console.readPassword("%s: ", name);
      return typed == null ? "" : new String(typed).strip();
    }
    try {
      return Optional.ofNullable(lines.readLine()).orElse("").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
