package io.virtuoso.gateway.serve.guard.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of a file of API keys; empty ones and those after a {@code #} are for people. */
public final class KeyFile {
  private KeyFile() {}

  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the file of API keys cannot be read", unreadable);
    }
  }
}
