package io.virtuoso.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that the launcher started, its output in a log file of its own. */
public final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final int LAST_LINES = 8;
  private static final int LAST_BYTES = 16_384;
  private static final int SIGNALLED = 128;

  private final String name;
  private final Path log;
  private final Process process;
  private final Duration grace;
  private volatile boolean stopping;

  private Child(String name, Path log, Process process, Duration grace) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.grace = grace;
  }

  /** Starts {@code command} in {@code folder}; its log replaces the one of the run before. */
  public static Child start(String name, Path folder, Path logs, Command command)
      throws IOException {
    return start(name, folder, logs, command, GRACE);
  }

  /** The same with another grace between being asked and being made to end. */
  static Child start(String name, Path folder, Path logs, Command command, Duration grace)
      throws IOException {
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command.words()).directory(folder.toFile());
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Child(name, log, process, grace);
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether its end was asked for. */
  public boolean isStopping() {
    return stopping;
  }

  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** What to tell a person about its end. */
  public String obituary() {
    String text = name + " " + end() + "; its log is " + log;
    try {
      List<String> words = lastWords();
      return words.isEmpty() ? text : text + ", which ends:\n    " + String.join("\n    ", words);
    } catch (IOException unreadable) {
      return text;
    }
  }

  private String end() {
    if (process.isAlive()) {
      return "is running";
    }
    int code = process.exitValue();
    return code > SIGNALLED
        ? "was ended by signal " + (code - SIGNALLED)
        : "ended with code " + code;
  }

  /** The end of the log without the frames of stack traces. */
  private List<String> lastWords() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - LAST_BYTES);
      byte[] tail = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(tail);
      List<String> lines =
          new String(tail, StandardCharsets.UTF_8)
              .lines()
              .skip(from > 0 ? 1 : 0)
              .filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. ).*"))
              .toList();
      return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }
  }

  /** Where its output goes. */
  public Path log() {
    return log;
  }

  /**
   * Sends it a signal.
   *
   * @param signal its name without {@code SIG}, for example {@code STOP}
   */
  public void signal(String signal) throws IOException, InterruptedException {
    List<String> words = List.of("kill", "-" + signal, Long.toString(process.pid()));
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("could not send " + signal + " to " + name);
    }
  }

  /** Ends it at once, without asking. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, and after a grace makes it. */
  @Override
  public void close() {
    stopping = true;
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
