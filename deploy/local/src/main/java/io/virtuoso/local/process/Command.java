package io.virtuoso.local.process;

import java.util.List;
import java.util.Map;

/**
 * A program to start.
 *
 * @param words program and arguments; every user of the machine can read them, so that addresses,
 *     which may carry passwords, go into the environment
 * @param environment added to the launcher's own
 */
public record Command(List<String> words, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
