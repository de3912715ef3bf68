package io.virtuoso.storm.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Connections as Linux lists them. A client that does not read cannot tell by itself whether the
 * other end still has it.
 */
final class KernelTable {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** Established, and ended by the client alone. */
  private static final List<String> OPEN = List.of("01", "08");

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;

  private KernelTable() {}

  /** How many connections of that client the server at that port has not closed. */
  static int open(int port, String client) throws IOException {
    String local = ":%04X".formatted(port);
    String remote = hex(client) + ":";
    Set<String> found = new HashSet<>(); // a list that changes while it is read tells some twice
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        lines
            .map(line -> line.strip().split("\\s+", -1))
            .filter(words -> words[LOCAL].endsWith(local))
            .filter(words -> words[REMOTE].contains(remote))
            .filter(words -> OPEN.contains(words[STATE]))
            .forEach(words -> found.add(words[REMOTE]));
      }
    }
    return found.size();
  }

  /** Also the end of that address as one of IPv6. */
  private static String hex(String address) throws IOException {
    StringBuilder hex = new StringBuilder();
    for (byte part : InetAddress.getByName(address).getAddress()) {
      hex.insert(0, "%02X".formatted(part));
    }
    return hex.toString().toUpperCase(Locale.ROOT);
  }
}
