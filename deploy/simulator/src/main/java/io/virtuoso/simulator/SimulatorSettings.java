package io.virtuoso.simulator;

import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.Instruments;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated exchange is like. Two with the same settings and start are the same, step for
 * step.
 *
 * @param seed decides everything that looks like chance
 * @param instruments pairs to list
 * @param rate multiplies how much happens per second; 1 is plausible (some thirty messages a second
 *     and symbol)
 * @param port TCP port on 127.0.0.1; 0 takes a free one
 * @param start market time at the opening; null for the wall clock's
 * @param byHand whether time passes only by {@link SimulatedExchange#advance}
 * @param requestWeight Binance's request weight a minute; 0 for the venues' own
 */
public record SimulatorSettings(
    long seed,
    List<Instrument> instruments,
    double rate,
    int port,
    @Nullable Instant start,
    boolean byHand,
    int requestWeight) {

  /** Where the exchange listens unless told otherwise. */
  public static final int DEFAULT_PORT = 9_870;

  public SimulatorSettings {
    instruments = List.copyOf(instruments);
    if (!(rate > 0 && rate <= 1_000)) {
      throw new IllegalArgumentException("rate must be above 0 and at most 1000: " + rate);
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535: " + port);
    }
    if (requestWeight < 0) {
      throw new IllegalArgumentException("request weight must not be negative: " + requestWeight);
    }
  }

  /** Twenty symbols, seed 1, plausible rate, port 9870, paced by the wall clock. */
  public static SimulatorSettings defaults() {
    return new SimulatorSettings(1, Instruments.first(20), 1, DEFAULT_PORT, null, false, 0);
  }

  public SimulatorSettings withSeed(long newSeed) {
    return new SimulatorSettings(newSeed, instruments, rate, port, start, byHand, requestWeight);
  }

  /** Lists so many pairs, the well-known ones first. */
  public SimulatorSettings withSymbols(int count) {
    return new SimulatorSettings(
        seed, Instruments.first(count), rate, port, start, byHand, requestWeight);
  }

  /** Lists the named pairs, as in {@code BTCUSDT}. */
  public SimulatorSettings withSymbols(List<String> names) {
    return withInstruments(Instruments.named(names));
  }

  public SimulatorSettings withInstruments(List<Instrument> pairs) {
    return new SimulatorSettings(seed, pairs, rate, port, start, byHand, requestWeight);
  }

  public SimulatorSettings withRate(double newRate) {
    return new SimulatorSettings(seed, instruments, newRate, port, start, byHand, requestWeight);
  }

  public SimulatorSettings withPort(int newPort) {
    return new SimulatorSettings(seed, instruments, rate, newPort, start, byHand, requestWeight);
  }

  /** Opens at {@code opening} and lets time pass only by {@link SimulatedExchange#advance}. */
  public SimulatorSettings byHand(Instant opening) {
    return new SimulatorSettings(seed, instruments, rate, port, opening, true, requestWeight);
  }

  public SimulatorSettings withRequestWeight(int newRequestWeight) {
    return new SimulatorSettings(seed, instruments, rate, port, start, byHand, newRequestWeight);
  }
}
