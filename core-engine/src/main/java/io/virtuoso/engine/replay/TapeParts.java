package io.virtuoso.engine.replay;

import io.virtuoso.engine.feed.TapeHeader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tapes of one venue that are played one behind another: the parts of a recording, or several
 * recordings.
 *
 * @param exchange whose frames they hold
 */
record TapeParts(String exchange, List<Part> all) {
  TapeParts {
    all = List.copyOf(all);
  }

  /** One file, and what it tells of itself. */
  record Part(Path file, TapeHeader header) {
    /** Whether nothing was recorded between that tape and this one, as far as they tell. */
    boolean follows(Part before) {
      if (header.part() == 0 || before.header.part() == 0) {
        return true;
      }
      return header.part() == before.header.part() + 1
          && header.unbrokenSince().equals(before.header.unbrokenSince());
    }
  }

  private static final Comparator<Part> RECORDED =
      Comparator.<Part, Instant>comparing(part -> part.header.started())
          .thenComparingInt(part -> part.header.part());

  /**
   * Looks at the headers.
   *
   * @param named files in the order in which they are played; a folder stands for the recordings in
   *     it, in the order in which they were made
   * @param exchange null for what they tell
   * @throws IOException when a file cannot be read, or it is not clear what is to be played
   */
  static TapeParts of(List<Path> named, @Nullable String exchange) throws IOException {
    List<Part> all = new ArrayList<>();
    for (Path path : named) {
      if (Files.isDirectory(path)) {
        all.addAll(recordings(path, exchange));
      } else {
        all.add(new Part(path, TapeHeader.of(path)));
      }
    }
    if (exchange != null) {
      return new TapeParts(exchange, all);
    }
    TreeSet<String> told = new TreeSet<>();
    for (Part part : all) {
      told.add(part.header.exchange());
    }
    if (told.size() > 1) {
      throw new IOException(
          "these are tapes of %s: name the exchange".formatted(String.join(", ", told)));
    }
    return new TapeParts(told.getFirst(), all);
  }

  private static List<Part> recordings(Path folder, @Nullable String exchange) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    List<Part> recorded = new ArrayList<>();
    for (Path file : files) {
      TapeHeader header = TapeHeader.of(file);
      if (header.part() > 0 && (exchange == null || header.isOf(List.of(exchange)))) {
        recorded.add(new Part(file, header));
      }
    }
    if (recorded.isEmpty()) {
      throw new IOException(
          "no recording%s in %s".formatted(exchange == null ? "" : " of " + exchange, folder));
    }
    recorded.sort(RECORDED);
    return recorded;
  }

  List<Path> files() {
    return all.stream().map(Part::file).toList();
  }

  /** Of all files together. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Part part : all) {
      bytes += Files.size(part.file);
    }
    return bytes;
  }

  /** What a contract is worth; see {@link TapeHeader#contracts}. The latest word counts. */
  Map<String, BigDecimal> contracts() throws IOException {
    Map<String, BigDecimal> contracts = new TreeMap<>();
    for (Part part : all) {
      contracts.putAll(part.header.contracts());
    }
    return contracts;
  }
}
