package io.virtuoso.storm.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests on a fixed schedule, however long the answers take, and counts latency from the
 * scheduled time, so that a stall is felt by everyone who would have asked meanwhile. Runs from
 * {@link #start} to {@link #stop}.
 */
public final class Prober {
  static final String IF_NONE_MATCH = "If-None-Match";

  private final Client client;
  private final Judge judge;
  private final Map<String, Judge.Held> held = new ConcurrentHashMap<>();
  private final List<Route> routes;
  private final double rate;
  private final Duration deadline;
  private final Random choice;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final List<Thread> asking = new ArrayList<>();
  private final Thread clock = new Thread(this::send, "prober");
  private volatile boolean stopping;
  private volatile long began;

  /**
   * A prober that waits to be started.
   *
   * @param routes one of which is asked for each time, at random
   * @param rate requests per second
   * @param deadline after which an answer is a failure, from the scheduled time
   * @param seed of the choice among the routes
   */
  public Prober(
      Client client, Judge judge, List<Route> routes, double rate, Duration deadline, long seed) {
    this.client = client;
    this.judge = judge;
    this.routes = List.copyOf(routes);
    this.rate = rate;
    this.deadline = deadline;
    this.choice = new Random(seed);
  }

  public Prober start() {
    began = System.nanoTime();
    clock.start();
    return this;
  }

  /** Time since the start, on which {@link Sample#atMs} counts. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Ends the schedule, waits for what is under way and tells what was found. */
  public Findings stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(clock);
    clock.join();
    for (Thread thread : asking) {
      thread.join();
    }
    return new Findings(samples.stream().sorted(Comparator.comparingLong(Sample::atMs)).toList());
  }

  private void send() {
    long period = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    for (long scheduled = began; !stopping; scheduled += period) {
      for (long left = scheduled - System.nanoTime(); left > 0 && !stopping; ) {
        LockSupport.parkNanos(left);
        left = scheduled - System.nanoTime();
      }
      if (stopping) {
        return;
      }
      Route route = routes.get(choice.nextInt(routes.size()));
      long at = scheduled;
      asking.removeIf(thread -> !thread.isAlive());
      asking.add(Thread.ofVirtual().start(() -> ask(route, at)));
    }
  }

  private void ask(Route route, long scheduled) {
    long sentMs = System.currentTimeMillis();
    long late = System.nanoTime() - scheduled;
    Judge.Judgement judgement;
    String cacheStatus = "";
    long ended;
    boolean conditional = route.headers().containsKey(IF_NONE_MATCH);
    Judge.Held before = conditional ? held.get(route.target()) : null;
    Map<String, String> headers =
        before == null ? route.headers() : Map.of(IF_NONE_MATCH, before.tag());
    try {
      Answer answer = client.ask("GET", route.target(), headers, scheduled + deadline.toNanos());
      ended = System.nanoTime();
      judgement = judge.judge(route, answer, before, sentMs, System.currentTimeMillis());
      long asOfMs = judgement.asOfMs();
      answer
          .header("ETag")
          .filter(tag -> answer.status() == 200 && asOfMs >= 0) // else nobody could judge its age
          .ifPresent(tag -> held.put(route.target(), new Judge.Held(tag, asOfMs)));
      cacheStatus = answer.header("Cache-Status").orElse("");
    } catch (IOException | RuntimeException broken) {
      ended = System.nanoTime();
      judgement = new Judge.Judgement(Verdict.FAILED, String.valueOf(broken), -1, -1);
    }
    samples.add(
        new Sample(
            route,
            TimeUnit.NANOSECONDS.toMillis(scheduled - began),
            TimeUnit.NANOSECONDS.toMicros(ended - scheduled),
            TimeUnit.NANOSECONDS.toMicros(late),
            judgement.verdict(),
            judgement.reason(),
            judgement.version(),
            cacheStatus));
  }
}
