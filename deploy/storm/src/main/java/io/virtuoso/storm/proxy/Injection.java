package io.virtuoso.storm.proxy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A toxic and whom it meets.
 *
 * @param probability share of the connections that it meets, 0 to 1; each connection is met or
 *     spared for as long as the injection lasts
 */
public record Injection(Toxic toxic, Direction direction, double probability) {
  public Injection {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is 0 to 1");
    }
  }

  /** Meets everything. */
  public static Injection of(Toxic toxic) {
    return new Injection(toxic, Direction.BOTH, 1);
  }

  /** Meets everything that goes that way. */
  public static Injection of(Toxic toxic, Direction direction) {
    return new Injection(toxic, direction, 1);
  }

  /** Whether it meets a connection that drew {@code lot}, 0 to 1. */
  boolean meets(double lot) {
    return lot < probability;
  }

  /**
   * Reads an order such as {@code latency delay=200 jitter=50 direction=down probability=0.5};
   * times in ms.
   *
   * @throws IllegalArgumentException when it is none; the message is for whoever gave it
   */
  public static Injection parse(String order) {
    String[] words = order.strip().split("\\s+", -1);
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      if (pair.length < 2) {
        throw new IllegalArgumentException("name=value expected, not " + words[i]);
      }
      values.put(pair[0], pair[1]);
    }
    Direction direction =
        Direction.valueOf(values.getOrDefault("direction", "both").toUpperCase(Locale.ROOT));
    double probability = Double.parseDouble(values.getOrDefault("probability", "1"));
    return new Injection(toxic(words[0], values), direction, probability);
  }

  private static Toxic toxic(String kind, Map<String, String> values) {
    return switch (kind) {
      case "down" -> new Toxic.Down();
      case "reset" -> new Toxic.Reset();
      case "silence" -> new Toxic.Silence();
      case "latency" -> new Toxic.Latency(time(values, "delay"), time(values, "jitter"));
      case "bandwidth" -> new Toxic.Bandwidth(number(values, "rate"));
      case "slicer" -> new Toxic.Slicer((int) number(values, "bytes"), time(values, "delay"));
      case "limit_data" -> new Toxic.LimitData(number(values, "bytes"));
      case "slow_close" -> new Toxic.SlowClose(time(values, "delay"));
      case "blackhole" -> new Toxic.Blackhole(time(values, "patience"));
      case "corrupt" -> new Toxic.Corrupt((int) number(values, "bytes"));
      default -> throw new IllegalArgumentException("no toxic called " + kind);
    };
  }

  private static Duration time(Map<String, String> values, String name) {
    return Duration.ofMillis(number(values, name));
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }
}
