package io.virtuoso.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Words in front of a command that tie it to the launcher, where the system has them: a session of
 * its own, so that Ctrl-C reaches the launcher alone and parts stop in order, and a signal when the
 * launcher dies without having stopped them.
 *
 * <p>The signal is bound to the thread that starts the command: that one must live as long.
 */
public final class Leash {
  private final List<String> words;
  private final boolean canChangeUser;

  private Leash(List<String> words, boolean canChangeUser) {
    this.words = words;
    this.canChangeUser = canChangeUser;
  }

  /** What this system offers. */
  public static Leash ofThisSystem() throws InterruptedException {
    List<String> words = new ArrayList<>();
    if (works("setsid", "true")) {
      words.add("setsid");
    }
    boolean tied = works("setpriv", "--pdeathsig", "TERM", "true");
    if (tied) {
      words.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
    }
    boolean root = System.getProperty("user.name", "").equals("root");
    boolean canChangeUser = tied && root && works("setpriv", nobody().toArray(new String[0]));
    return new Leash(List.copyOf(words), canChangeUser);
  }

  public List<String> tie(List<String> command) {
    return Stream.of(words, command).flatMap(List::stream).toList();
  }

  /** The same without root's rights; for a program that refuses to run with them. */
  public List<String> tieAsNobody(List<String> command) {
    if (canChangeUser) {
      return Stream.of(words, nobody().subList(0, nobody().size() - 1), command)
          .flatMap(List::stream)
          .toList();
    }
    return tie(command);
  }

  private static List<String> nobody() {
    return List.of("--reuid", "65534", "--regid", "65534", "--clear-groups", "true");
  }

  private static boolean works(String program, String... arguments) throws InterruptedException {
    Optional<Path> path = onPath(program);
    if (path.isEmpty()) {
      return false;
    }
    List<String> command = new ArrayList<>(List.of(path.get().toString()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException cannotRun) {
      return false;
    }
  }

  /** Where {@code PATH} has that program. */
  public static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
