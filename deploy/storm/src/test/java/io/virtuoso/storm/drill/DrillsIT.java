package io.virtuoso.storm.drill;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every drill as a test, against the packaged programs. {@code -Dstorm.drills=C2,R1} runs some of
 * them; with {@code -Pnightly} they take as long as their targets want.
 */
@Tag("drill")
class DrillsIT {
  private static final Path ROOT = Path.of(System.getProperty("virtuoso.root", "../.."));
  private static Drills drills;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Drills.obstacle().isEmpty(), Drills::obstacle);
    Scale scale = Scale.of(System.getProperty("storm.scale", "short"));
    drills = new Drills(ROOT, Path.of("target/storm"), scale);
  }

  @AfterAll
  static void stop() throws Exception {
    if (drills != null) {
      drills.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("codes")
  void meetsItsTargets(String code) throws Exception {
    assumeTrue(Drills.obstacle(code).isEmpty(), () -> Drills.obstacle(code));
    Report report = drills.run(code);
    System.out.print(report.table());
    assumeFalse(report.isVoid(), report::table); // it tells of the machine, and of nothing else
    if (!report.missed().isEmpty()) { // first in its message, which is all that some logs keep
      String missed = code + " missed " + String.join("; ", report.missed());
      fail(missed + "; noted: " + String.join("; ", report.notes()) + report.table());
    }
  }

  static List<String> codes() {
    String named = System.getProperty("storm.drills", "");
    if (!named.isBlank()) {
      return Drills.codes(Set.of(named.split(",", -1)));
    }
    boolean every = System.getProperty("storm.scale", "short").equals("short");
    return every ? Drills.everyBuilds(Set.of()) : Drills.codes(Set.of());
  }
}
