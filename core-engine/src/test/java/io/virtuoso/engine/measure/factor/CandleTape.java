package io.virtuoso.engine.measure.factor;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.OpenBars;
import io.virtuoso.engine.measure.indicator.TestBar;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feeds one-minute bars to the factors, rolled up to every interval, and reads them. */
final class CandleTape implements OpenBars {
  static final long START_MS = 1_640_995_200_000L; // a UTC day and four-hour boundary
  static final long MINUTE_MS = 60_000;

  /** No bar in progress anywhere. */
  static final OpenBars NONE = _ -> null;

  private final CandleFactors factors = new CandleFactors();
  private final Map<Interval, TestBar> open = new EnumMap<>(Interval.class);
  private final List<Reading> readings =
      factors.factors().stream().map(f -> new Reading(f.inputs().size())).toList();

  CandleFactors factors() {
    return factors;
  }

  @Override
  public @Nullable BarView open(Interval interval) {
    return open.get(interval);
  }

  /** The minute is in progress: it is the open bar of the base and part of all coarser ones. */
  void begin(TestBar minute) {
    for (Interval interval : Interval.values()) {
      open.merge(interval, minute.at(interval.openTime(minute.openTimeMs())), CandleTape::join);
    }
  }

  /** Closes the bars that end with the minute in progress. */
  void end() {
    TestBar minute = open.get(Interval.ONE_MINUTE);
    if (minute == null) {
      throw new IllegalStateException("no minute has begun");
    }
    long endMs = minute.openTimeMs() + MINUTE_MS;
    for (Interval interval : Interval.values()) {
      if (interval.openTime(endMs) == endMs) {
        TestBar bar = open.remove(interval);
        if (bar != null) {
          factors.onBarClosed(interval, bar);
        }
      }
    }
  }

  CandleTape play(List<TestBar> minutes) {
    for (TestBar minute : minutes) {
      begin(minute);
      end();
    }
    return this;
  }

  /** Reads with the bars in progress. */
  List<Reading> read(long nowMs) {
    return read(this, nowMs);
  }

  List<Reading> read(OpenBars bars, long nowMs) {
    factors.beginRead(bars, nowMs);
    for (int i = 0; i < readings.size(); i++) {
      factors.factors().get(i).read(nowMs, readings.get(i));
    }
    return readings;
  }

  Reading reading(String name) {
    return readings.get(index(name));
  }

  double input(String factor, String input) {
    List<Factor.InputSpec> specs = factors.factors().get(index(factor)).inputs();
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).name().equals(input)) {
        return reading(factor).input(i);
      }
    }
    throw new IllegalArgumentException(factor + " has no input " + input);
  }

  /** Everything that was read, as values that can be compared. */
  List<List<Object>> written(List<Reading> all) {
    List<List<Object>> written = new ArrayList<>();
    for (Reading reading : all) {
      List<Object> row = new ArrayList<>();
      row.add(reading.bias());
      row.add(reading.quality());
      row.add(String.valueOf(reading.missing()));
      for (int i = 0; i < reading.inputs(); i++) {
        row.add(reading.input(i));
      }
      written.add(row);
    }
    return written;
  }

  private int index(String name) {
    for (int i = 0; i < readings.size(); i++) {
      if (factors.factors().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no factor " + name);
  }

  private static TestBar join(TestBar first, TestBar second) {
    return new TestBar(
        first.openTimeMs(),
        first.open(),
        Math.max(first.high(), second.high()),
        Math.min(first.low(), second.low()),
        second.close(),
        first.volume() + second.volume(),
        first.takerBuyVolume() + second.takerBuyVolume());
  }
}
