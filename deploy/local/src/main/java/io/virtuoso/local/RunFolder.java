package io.virtuoso.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the parts of one run unpack, in a folder named after the launcher's process. */
final class RunFolder {
  private static final String PREFIX = "run-";

  private RunFolder() {}

  /** Makes that of this process, and removes those of processes that were killed. */
  static Path create(Path state) throws IOException {
    Files.createDirectories(state);
    try (Stream<Path> files = Files.list(state)) {
      for (Path old : files.filter(RunFolder::isAbandoned).toList()) {
        remove(old);
      }
    }
    return Files.createDirectories(state.resolve(PREFIX + ProcessHandle.current().pid()));
  }

  static void remove(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isAbandoned(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches(PREFIX + "\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
  }
}
