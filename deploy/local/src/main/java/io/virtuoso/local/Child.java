package io.virtuoso.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the launcher started, its output in a log file of its own. */
final class Child implements AutoCloseable {
  private static final long GRACE_SECONDS = 8;

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code command}; its log replaces the one of the run before. */
  static Child start(String name, Path logs, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Child(name, log, builder.start());
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** What to tell a person about its end. */
  String obituary() {
    String end = process.isAlive() ? "is running" : "ended with code " + process.exitValue();
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return name
          + " "
          + end
          + "; its last lines ("
          + log
          + "):\n    "
          + String.join("\n    ", all.subList(Math.max(0, all.size() - 8), all.size()));
    } catch (IOException | RuntimeException unreadable) {
      return name + " " + end + "; its log is " + log;
    }
  }

  /** Asks it to end, and after a grace makes it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
