package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Leash;
import io.virtuoso.storm.proxy.LossyNetwork;
import io.virtuoso.storm.proxy.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another way to a server, on which the kernel loses packets. It needs no rights over the network:
 * a process may have one of its own, in which it may do anything, and sockets in the file system
 * lead there and back.
 */
final class LossyWay implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final List<String> PROGRAMS = List.of("unshare", "nsenter", "ip", "nft");
  private static final List<String> OWN_NETWORK =
      List.of("unshare", "--user", "--map-root-user", "--net");

  private static final String PREPARED = "ip link set lo up && nft \"$0\" && exec \"$@\"";
  private static final Pattern COUNT = Pattern.compile("packets ([0-9]+)");

  private final Path folder;
  private final Relay entrance;
  private final Relay exit;
  private final Child child;

  /**
   * Opens it.
   *
   * @param percent of the packets, in both directions, that are lost
   */
  LossyWay(Arena arena, int server, int percent) throws IOException, InterruptedException {
    folder = Files.createTempDirectory("storm"); // the path of a socket has to be short
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    entrance = Relay.between(new InetSocketAddress(loopback, 0), UnixDomainSocketAddress.of(in));
    exit = Relay.between(UnixDomainSocketAddress.of(out), new InetSocketAddress(loopback, server));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    String program = LossyNetwork.class.getName();
    child =
        arena.start(
            "lossy-network",
            arena.tied(
                prepared(
                    percent,
                    java,
                    "-Xmx32m",
                    "-cp",
                    path,
                    program,
                    in.toString(),
                    out.toString())));
    Patience.require(
        "a lossy way",
        START,
        () -> {
          if (!child.isAlive()) {
            throw new IllegalStateException(child.obituary());
          }
          return Files.exists(in);
        });
  }

  /** Why there can be none here; empty when there can. */
  static Optional<String> obstacle() throws IOException, InterruptedException {
    for (String program : PROGRAMS) {
      if (Leash.onPath(program).isEmpty()) {
        return Optional.of(program + " is not installed");
      }
    }
    Process trial = new ProcessBuilder(prepared(1, "true")).redirectErrorStream(true).start();
    String said = new String(trial.getInputStream().readAllBytes(), UTF_8).strip();
    return trial.waitFor() == 0
        ? Optional.empty()
        : Optional.of("no network of one's own: " + said.lines().findFirst().orElse(""));
  }

  private static List<String> prepared(int percent, String... command) {
    String loss = // what a process sends to itself passes there once
        """
        table inet loss {
          counter lost { }
          chain out {
            type filter hook output priority 0;
            numgen random mod 100 < %d counter name lost drop;
          }
        }
        """
            .formatted(percent);
    List<String> words = new ArrayList<>(OWN_NETWORK);
    words.addAll(List.of("sh", "-c", PREPARED, loss));
    words.addAll(List.of(command));
    return words;
  }

  /** The loopback port at which it begins. */
  int port() throws IOException {
    return ((InetSocketAddress) entrance.address()).getPort();
  }

  /** How many packets were lost, by the kernel's count. */
  long lost() throws IOException, InterruptedException {
    List<String> words =
        List.of(
            "nsenter",
            "--target",
            "" + child.pid(),
            "--user",
            "--net",
            "--preserve-credentials",
            "nft",
            "list",
            "counter",
            "inet",
            "loss",
            "lost");
    Process asked = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), UTF_8);
    Matcher count = COUNT.matcher(said);
    if (asked.waitFor() != 0 || !count.find()) {
      throw new IOException("nft does not tell: " + said);
    }
    return Long.parseLong(count.group(1));
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    exit.close();
    child.close();
    for (String socket : List.of("in", "out")) {
      Files.deleteIfExists(folder.resolve(socket));
    }
    Files.delete(folder);
  }
}
