package io.virtuoso.engine.measure.factor.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Levels;
import io.virtuoso.engine.measure.story.Market;
import io.virtuoso.engine.measure.story.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each windowed factor against a slow twin that walks over all events at every reading. */
class BookTwinTest {
  private final Market market = new Market();
  private final List<Event.Book> books = new ArrayList<>();
  private final List<Event.Trade> trades = new ArrayList<>();
  private int present;

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void streamingEqualsBatch(long seed) {
    long newestTrade = 0;
    int i = 0;
    for (Event event : Tape.random(seed, 15)) {
      market.accept(event);
      switch (event) {
        case Event.Trade t -> {
          newestTrade = Math.max(newestTrade, t.timeMs());
          trades.add(new Event.Trade(newestTrade, t.price(), t.quantity(), t.buy()));
        }
        case Event.Book b -> books.add(b);
        default -> {}
      }
      if (i++ % 701 == 700) {
        compareAll(market.newestMs() + (i % 3) * 700L);
      }
    }
    assertThat(present).as("readings that were compared").isGreaterThan(50);
  }

  private void compareAll(long now) {
    compare("order_flow_imbalance", now, orderFlow(now), 1e-9);
    compare("top_imbalance", now, average(now, 10_000), 1e-9);
    compare("microprice", now, average(now, 5_000), 1e-9);
    compare("absorption", now, absorption(now), 1e-12);
    compare("depth_imbalance", now, depth(), 1e-12);
    compare("cost_asymmetry", now, cost(), 1e-12);
  }

  private void compare(String name, long now, double expected, double tolerance) {
    Reading reading = market.read(name, now);
    if (reading.isPresent()) {
      assertThat(reading.bias()).as("%s at %d", name, now).isCloseTo(expected, within(tolerance));
      present++;
    }
  }

  private static double change(Levels a, Levels b) {
    double e = 0;
    for (int i = 0; i < 5; i++) {
      e += b.bidPrice(i) >= a.bidPrice(i) ? b.bidQuantity(i) : 0;
      e -= b.bidPrice(i) <= a.bidPrice(i) ? a.bidQuantity(i) : 0;
      e -= b.askPrice(i) <= a.askPrice(i) ? b.askQuantity(i) : 0;
      e += b.askPrice(i) >= a.askPrice(i) ? a.askQuantity(i) : 0;
    }
    return e;
  }

  private double window(long now, int upTo) {
    double sum = 0;
    for (int i = 1; i <= upTo; i++) {
      if (books.get(i).timeMs() / 1_000 > now / 1_000 - 60) {
        sum += change(books.get(i - 1).levels(), books.get(i).levels());
      }
    }
    return sum;
  }

  private double orderFlow(long now) {
    TreeMap<Long, Double> samples = new TreeMap<>();
    long since = books.getFirst().timeMs();
    for (int i = 1; i < books.size(); i++) {
      long time = books.get(i).timeMs();
      if (time - since >= 60_000 && !samples.containsKey(time / 10_000)) {
        samples.put(time / 10_000, window(time, i));
      }
    }
    double[] values = samples.values().stream().mapToDouble(d -> d).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double sd =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double z = (window(now, books.size() - 1) - mean) / sd;
    return Math.tanh(Math.clamp(z, -3.0, 3.0) / 2);
  }

  private static double lean(Levels levels) {
    double bid = levels.bidQuantity(0);
    double ask = levels.askQuantity(0);
    double mid = (levels.bidPrice(0) + levels.askPrice(0)) / 2;
    double micro = (levels.bidPrice(0) * ask + levels.askPrice(0) * bid) / (bid + ask);
    double byMicroprice = (micro - mid) / ((levels.askPrice(0) - levels.bidPrice(0)) / 2);
    double byQuantity = (bid - ask) / (bid + ask);
    // The weighted mid in half spreads is the imbalance of the best quantities, by algebra.
    assertThat(byMicroprice).isCloseTo(byQuantity, within(1e-8));
    return byQuantity;
  }

  private double average(long now, double tau) {
    double sum =
        lean(books.getFirst().levels()) * Math.exp(-(now - books.getFirst().timeMs()) / tau);
    for (int i = 0; i < books.size(); i++) {
      long from = books.get(i).timeMs();
      long until = i + 1 < books.size() ? books.get(i + 1).timeMs() : now;
      sum +=
          lean(books.get(i).levels())
              * (Math.exp(-(now - until) / tau) - Math.exp(-(now - from) / tau));
    }
    return sum;
  }

  private double absorption(long now) {
    double before = Double.NaN;
    for (Event.Book b : books) {
      before = b.timeMs() / 1_000 <= now / 1_000 - 30 ? mid(b.levels()) : before;
    }
    double signed = 0;
    double turnover = 0;
    for (Event.Trade t : trades) {
      if (t.timeMs() / 1_000 > now / 1_000 - 30) {
        signed += t.signed();
        turnover += t.notional();
      }
    }
    Levels last = books.getLast().levels();
    double spread = last.askPrice(0) - last.bidPrice(0);
    boolean followed = (mid(last) - before) * Math.signum(signed) >= spread;
    return followed ? 0 : -Math.tanh(3 * signed / turnover);
  }

  private static double mid(Levels levels) {
    return levels.bidPrice(0) + (levels.askPrice(0) - levels.bidPrice(0)) / 2;
  }

  private double depth() {
    Levels last = books.getLast().levels();
    double bid = 0;
    double ask = 0;
    for (int i = 0; i < Math.min(25, last.bids()); i++) {
      bid += Math.pow(.95, i) * last.bidQuantity(i);
      ask += Math.pow(.95, i) * last.askQuantity(i);
    }
    return Math.tanh(2 * (bid - ask) / (bid + ask));
  }

  private double cost() {
    Levels last = books.getLast().levels();
    double mid = mid(last);
    double reach =
        Math.min(
            .005 * mid,
            Math.min(mid - last.bidPrice(last.bids() - 1), last.askPrice(last.asks() - 1) - mid));
    double up = 0;
    double down = 0;
    for (int i = 0; i < last.asks(); i++) {
      up += last.askPrice(i) - mid <= reach ? last.askPrice(i) * last.askQuantity(i) : 0;
      down += mid - last.bidPrice(i) <= reach ? last.bidPrice(i) * last.bidQuantity(i) : 0;
    }
    return Math.tanh(Math.log(down / up));
  }
}
