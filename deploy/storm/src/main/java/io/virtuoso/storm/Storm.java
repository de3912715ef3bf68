package io.virtuoso.storm;

import io.virtuoso.storm.drill.Drills;
import io.virtuoso.storm.drill.Report;
import io.virtuoso.storm.drill.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command {@code deploy/storm/run}: runs drills and ends with 0 when all targets were met. */
public final class Storm {
  private Storm() {}

  /**
   * Runs the drills that are named, or all.
   *
   * @param arguments {@code --long} or nothing, then codes of drills or {@code all}
   */
  public static void main(String... arguments) throws Exception {
    Path root = Path.of(System.getProperty("virtuoso.root", "")).toAbsolutePath();
    List<String> words = new ArrayList<>(List.of(arguments));
    Scale scale = words.remove("--long") ? Scale.LONG : Scale.SHORT;
    words.remove("all");
    List<String> codes = Drills.codes(Set.copyOf(words));
    if (codes.isEmpty() || !Drills.obstacle().isEmpty()) {
      System.err.println("✗ no drill can run: " + Drills.obstacle());
      System.exit(2);
    }
    System.exit(run(root, scale, codes) ? 0 : 1);
  }

  private static boolean run(Path root, Scale scale, List<String> codes) throws Exception {
    List<String> missed = new ArrayList<>();
    try (Drills drills = new Drills(root, root.resolve("deploy/storm/target/storm"), scale)) {
      for (String code : codes) {
        if (!Drills.obstacle(code).isEmpty()) {
          System.out.println("\n" + code + "  left out: " + Drills.obstacle(code));
          continue;
        }
        try {
          Report report = drills.run(code);
          System.out.print(report.table());
          String mark = report.isVoid() ? "  void, " : "  ";
          report.missed().forEach(line -> missed.add(code + mark + line));
        } catch (IllegalStateException broken) {
          missed.add(code + "  " + broken.getMessage());
        }
      }
    }
    System.out.println(missed.isEmpty() ? "\nEvery target was met." : "\nMissed:");
    missed.forEach(line -> System.out.println("  " + line));
    return missed.isEmpty();
  }
}
