package io.virtuoso.storm.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much of the machine other programs take: what neither this one nor those that it started use.
 * Told beside each drill, for a gateway that another program keeps waiting looks like a slow one.
 */
final class OtherPrograms {
  /** Of the machine's counters, in their order: user, nice, system, idle, iowait, irq, softirq. */
  private static final int IDLE = 3;

  private static final int IOWAIT = 4;
  private static final int IRQ = 5;
  private static final int SOFTIRQ = 6;
  private static final int STEAL = 7;

  /** Of a process, behind its name: its own time, and that of its children that have ended. */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  private final Path proc;
  private final Supplier<List<Long>> ours;
  private final Look first;

  /**
   * One look at the counters, in ticks.
   *
   * @param all of all cores, idle or not
   * @param used by programs, or taken by the host for others of its guests
   * @param ours of it, by our processes
   */
  private record Look(long all, long used, long ours) {}

  /** From now on, on this machine, by all but this process and what it starts. */
  static OtherPrograms sinceNow() throws IOException {
    return new OtherPrograms(Path.of("/proc"), OtherPrograms::family);
  }

  /**
   * From now on.
   *
   * @param proc where the system tells of itself
   * @param ours the processes that do not count
   */
  OtherPrograms(Path proc, Supplier<List<Long>> ours) throws IOException {
    this.proc = proc;
    this.ours = ours;
    this.first = look();
  }

  /** What the others have used since, of all cores together, 0 to 100 %. */
  double percent() throws IOException {
    Look now = look();
    long others = now.used - first.used - (now.ours - first.ours);
    return 100.0 * Math.max(0, others) / Math.max(1, now.all - first.all);
  }

  private Look look() throws IOException {
    long own = 0;
    for (long pid : ours.get()) {
      own += ticks(proc.resolve(Long.toString(pid)).resolve("stat"));
    }
    String line = Files.readAllLines(proc.resolve("stat")).get(0);
    long[] counted =
        Arrays.stream(line.split(" +", -1))
            .skip(1)
            .limit(STEAL + 1)
            .mapToLong(Long::parseLong)
            .toArray();
    long all = LongStream.of(counted).sum();
    // what the kernel does in interrupts is nobody's: the system counts it for no process
    long nobodys = counted[IDLE] + counted[IOWAIT] + counted[IRQ] + counted[SOFTIRQ];
    return new Look(all, all - nobodys, own);
  }

  private static long ticks(Path stat) throws IOException {
    if (!Files.exists(stat)) {
      return 0; // it has ended: its parent tells its time
    }
    String text = Files.readString(stat);
    return Arrays.stream(text.substring(text.lastIndexOf(')') + 2).split(" ", -1))
        .skip(FIRST_TIME)
        .limit(TIMES)
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static List<Long> family() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants()).map(ProcessHandle::pid).toList();
  }
}
