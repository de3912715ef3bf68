package io.virtuoso.engine.measure.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A seeded random market: everything a perpetual's venue sends, in order of arrival. */
public final class Tape {
  /** Not on a boundary of any bucket. */
  public static final long START_MS = 1_700_000_003_217L;

  public static final double CENTER = 100;

  private final Random random;
  private final List<Event> events = new ArrayList<>();
  private double price = CENTER * 1.003;
  private double interest = 50_000;
  private double bought;
  private double traded;

  private Tape(long seed) {
    random = new Random(seed);
  }

  /** Thirty days of funding, then {@code minutes} of everything. */
  public static List<Event> random(long seed, int minutes) {
    Tape tape = new Tape(seed);
    tape.fundingHistory();
    tape.run(minutes);
    return tape.events;
  }

  /** The tape turned upside down. */
  public static List<Event> mirrored(List<Event> events) {
    return events.stream().map(event -> event.mirrored(CENTER)).toList();
  }

  private void fundingHistory() {
    for (int i = 95; i > 0; i--) {
      events.add(
          new Event.Funding(START_MS - i * 28_800_000L, 1e-4 + 2e-4 * random.nextGaussian()));
    }
  }

  private void run(int minutes) {
    long end = START_MS + minutes * 60_000L;
    long minute = START_MS / 60_000;
    for (long time = START_MS; time < end; time += 1 + random.nextInt(200)) {
      if (time / 60_000 > minute) {
        events.add(new Event.Closed(time, new Bar(minute * 60_000, price, traded, bought)));
        minute = time / 60_000;
        bought = 0;
        traded = 0;
      }
      step(time);
    }
  }

  private void step(long time) {
    int kind = random.nextInt(1_000);
    if (kind < 400) {
      // Trades arrive up to 40 ms late.
      trade(time - random.nextInt(40));
    } else if (kind < 960) {
      events.add(new Event.Book(time, book()));
    } else if (kind < 965) {
      interest *= 1 + 3e-3 * random.nextGaussian();
      events.add(new Event.Interest(time, interest));
    } else if (kind < 970) {
      events.add(new Event.Ratio(time, Math.exp(.3 * random.nextGaussian())));
    } else if (kind < 973) {
      events.add(
          new Event.Forced(time, 1_000 * Math.exp(random.nextGaussian()), random.nextBoolean()));
    } else {
      events.add(new Event.Mark(time, price * (1 + 3e-4 * random.nextGaussian()), price));
    }
  }

  private void trade(long time) {
    price *= 1 + 1e-4 * random.nextGaussian();
    boolean buy = random.nextInt(100) < (time / 240_000 % 2 == 0 ? 65 : 38);
    double quantity = Math.exp(1.2 * random.nextGaussian());
    traded += quantity;
    bought += buy ? quantity : 0;
    events.add(new Event.Trade(time, price, quantity, buy));
  }

  private Levels book() {
    int depth = 20 + random.nextInt(20);
    double[] bid = new double[depth];
    double[] ask = new double[depth];
    double[] bidSize = new double[depth];
    double[] askSize = new double[depth];
    double tick = .01;
    double mid = Math.round(price / tick) * tick;
    for (int i = 0; i < depth; i++) {
      bid[i] = mid - (i + .5) * tick;
      ask[i] = mid + (i + .5) * tick;
      bidSize[i] = Math.exp(random.nextGaussian());
      askSize[i] = Math.exp(random.nextGaussian());
    }
    return new Levels(bid, bidSize, ask, askSize);
  }
}
