package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a drill measured, beside its targets. */
public final class Report {
  private static final double GOOD_PERCENT = 99.9;
  private static final double PROBER_LATE_MS = 50;

  /** How many times its target something is waited for. */
  private static final double PATIENCE = 1.25;

  private final String code;
  private final String title;
  private final Scale scale;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean wronged;
  private double lateMs;
  private String starved = "";

  /**
   * One number.
   *
   * @param relation {@code <=}, {@code >=} or {@code =}
   * @param target with its slack, if it has one
   */
  record Line(
      String name, double value, String unit, String relation, double target, boolean met) {}

  /** An empty report. */
  public Report(String code, String title, Scale scale) {
    this.code = code;
    this.title = title;
    this.scale = scale;
  }

  public Scale scale() {
    return scale;
  }

  /** A number that may be as large as its target. */
  public void atMost(String name, Number value, double target, String unit) {
    lines.add(
        new Line(name, value.doubleValue(), unit, "<=", target, value.doubleValue() <= target));
  }

  /** A number that may be as small as its target. */
  public void atLeast(String name, Number value, double target, String unit) {
    lines.add(
        new Line(name, value.doubleValue(), unit, ">=", target, value.doubleValue() >= target));
  }

  /** A number that must be its target. */
  public void exactly(String name, Number value, double target, String unit) {
    lines.add(
        new Line(name, value.doubleValue(), unit, "=", target, value.doubleValue() == target));
  }

  /** What must not be on any machine, however busy. */
  void never(String name, Number value, String unit) {
    exactly(name, value, 0, unit);
    wronged |= value.doubleValue() != 0;
  }

  /** A time whose target the short form is lenient with. */
  void within(String name, Number ms, Number targetMs) {
    atMost(name, ms, targetMs.doubleValue() * scale.slack(), "ms");
  }

  void within(String name, Duration time, Duration target) {
    within(name, time.toMillis(), target.toMillis());
  }

  /** What must come true so soon from now on. */
  void within(String name, Duration target, Patience.Condition condition)
      throws InterruptedException {
    within(name, System.nanoTime(), target, condition);
  }

  /**
   * What must come true so soon after something else. Waited for longer than its target allows, so
   * that what comes too late is told with its number, and what never comes is missed.
   *
   * @param since on the clock of {@link System#nanoTime}
   */
  void within(String name, long since, Duration target, Patience.Condition condition)
      throws InterruptedException {
    Duration past = Duration.ofNanos(System.nanoTime() - since);
    Duration most = Duration.ofMillis((long) (target.toMillis() * scale.slack() * PATIENCE));
    Patience.until(most.minus(past), condition);
    within(name, Duration.ofNanos(System.nanoTime() - since), target);
  }

  /** That the fault was there; without it the drill is void. */
  void injected(String what, Number count) {
    atLeast("injected: " + what, count, 1, "times");
  }

  /** What users were served. */
  void served(Findings found, double p99Ms) {
    served("", found, p99Ms);
  }

  /**
   * The same in one of several parts of a drill.
   *
   * @param part before each name
   */
  void served(String part, Findings found, double p99Ms) {
    atLeast(part + "good answers", found.goodPercent(), GOOD_PERCENT, "%");
    never(part + "dishonest answers", found.count(Verdict.DISHONEST), "of " + found.count());
    p99(part + "p99", found, p99Ms);
    note(found.complaints());
  }

  /**
   * Latency from the schedule. In the long form a prober that is late itself makes the drill void;
   * the short form, on machines that do other things too, takes its delay off.
   */
  void p99(String name, Findings found, double targetMs) {
    double late = found.latenessMs(99);
    lateMs = Math.max(lateMs, late);
    if (scale == Scale.LONG) {
      within(name + " from schedule", found.latencyMs(99), targetMs);
      within("prober's own delay, p99", late, PROBER_LATE_MS);
    } else {
      within(name + " from sending", found.serviceMs(99), targetMs);
      note("prober's own delay, p99: %.0f ms".formatted(late));
    }
  }

  /** A line for the reader, without a verdict; an empty one is left out. */
  public void note(String text) {
    if (!text.isEmpty()) {
      notes.add(text);
    }
  }

  /** The names of the missed targets. */
  public List<String> missed() {
    return lines.stream()
        .filter(line -> !line.met)
        .map(line ->
            "%s: %.2f %s, wanted %s %.2f"
                .formatted(line.name, line.value, line.unit, line.relation, line.target))
        .toList();
  }

  /** What {@link #note} was told, in its order. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether it was missed in a way that no busy machine excuses. */
  boolean isWronged() {
    return wronged;
  }

  /** Whether the users of the drill were themselves too late to tell. */
  boolean isLate() {
    return lateMs > PROBER_LATE_MS;
  }

  /** From here on it proves nothing, because the machine was in the way. */
  void voidFor(String reason) {
    starved = reason;
  }

  /** Whether it proves nothing. */
  public boolean isVoid() {
    return !starved.isEmpty();
  }

  /** A table for a person. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%s  %s (%s form)%n".formatted(code, title, scale.name().toLowerCase(Locale.ROOT)));
    for (Line line : lines) {
      text.append(
          "  %s %-46s %12.2f %-10s %2s %10.2f%n"
              .formatted(
                  line.met ? "✓" : "✗",
                  line.name,
                  line.value,
                  line.unit,
                  line.relation,
                  line.target));
    }
    if (isVoid()) {
      text.append("  void: the machine was too busy: ").append(starved).append('\n');
    }
    notes.forEach(note -> text.append("    ").append(note).append('\n'));
    return text.toString();
  }

  /** Writes {@code CODE.csv} into that folder. */
  public void write(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("drill,scale,measure,value,unit,relation,target,met");
    for (Line line : lines) {
      rows.add(
          "%s,%s,\"%s\",%s,%s,%s,%s,%s"
              .formatted(
                  code,
                  scale,
                  line.name,
                  line.value,
                  line.unit,
                  line.relation,
                  line.target,
                  line.met));
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(code + ".csv"), rows);
  }
}
