package io.virtuoso.engine.measure.story;

/** Something that the flow, book and crowd factors are fed with. */
public sealed interface Event {
  long timeMs();

  record Trade(long timeMs, double price, double quantity, boolean buy) implements Event {
    public double notional() {
      return price * quantity;
    }

    public double signed() {
      return buy ? notional() : -notional();
    }
  }

  record Book(long timeMs, Levels levels) implements Event {}

  record BookGone(long timeMs) implements Event {}

  record FlowGap(long timeMs) implements Event {}

  record Closed(long timeMs, Bar bar) implements Event {}

  record Interest(long timeMs, double base) implements Event {}

  record Funding(long timeMs, double rate) implements Event {}

  record Ratio(long timeMs, double ratio) implements Event {}

  record Mark(long timeMs, double mark, double index) implements Event {}

  record Forced(long timeMs, double notional, boolean longPosition) implements Event {}

  /**
   * The same event in a market turned upside down: prices reflected about {@code center}, sides
   * swapped, notionals kept. The basis is reflected about the index.
   */
  default Event mirrored(double center) {
    return switch (this) {
      case Trade t -> {
        double price = 2 * center - t.price;
        yield new Trade(t.timeMs, price, t.notional() / price, !t.buy);
      }
      case Book b -> new Book(b.timeMs, b.levels.mirrored(center));
      case Closed c ->
          new Closed(
              c.timeMs,
              new Bar(
                  c.bar.openTimeMs(),
                  2 * center - c.bar.close(),
                  c.bar.volume(),
                  c.bar.volume() - c.bar.takerBuyVolume()));
      case Funding f -> new Funding(f.timeMs, -f.rate);
      case Ratio r -> new Ratio(r.timeMs, 1 / r.ratio);
      case Mark m -> new Mark(m.timeMs, 2 * m.index - m.mark, m.index);
      case Forced f -> new Forced(f.timeMs, f.notional, !f.longPosition);
      case BookGone g -> g;
      case FlowGap g -> g;
      case Interest i -> i;
    };
  }
}
