package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Leash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one program, which can be set while it runs: libfaketime answers for the
 * system. The monotonic clock goes on as ever, as on a machine whose clock somebody sets.
 */
final class SetClock implements AutoCloseable {
  private static final String PROGRAM = "faketime";

  private final String library;
  private final Path file;

  /** As the system's own at first. */
  SetClock(Path folder) throws IOException {
    library = library();
    file = Files.createTempFile(folder, "clock", "");
    ahead(Duration.ZERO);
  }

  /** Why no clock can be set here; empty when it can. */
  static String obstacle() {
    return Leash.onPath(PROGRAM).isPresent() ? "" : "faketime is not installed";
  }

  /** From a second from now on at the latest, the program's clock is so far ahead. */
  void ahead(Duration by) throws IOException {
    Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text(by));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE); // it may be read at any moment
  }

  private static String text(Duration by) {
    return "%+ds%n".formatted(by.toSeconds());
  }

  /** What the program must be started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library,
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  /** Where the library is, by the word of the program that comes with it. */
  private static String library() throws IOException {
    Path program = Leash.onPath(PROGRAM).orElseThrow(() -> new IOException(obstacle()));
    Process asked =
        new ProcessBuilder(program.toString(), "-f", "+0s", "printenv", "LD_PRELOAD").start();
    String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Optional.of(told.strip())
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new IOException("faketime does not tell its library"));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
