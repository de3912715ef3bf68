package io.virtuoso.engine.market.venue;

/**
 * One venue among those that carry a symbol: what was heard of it, and how it was judged. All times
 * are the symbol's event time, ms.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class VenueSeat {
  /** How far a venue can be trusted. */
  public enum Standing {
    /** Nothing was heard of it yet. */
    WAITING,
    /** Its trades count, and it may lead. */
    COUNTED,
    /** The others go on, and nothing comes from it. */
    STALLED,
    /** Its price is too far from the others'. */
    DISAGREES
  }

  static final long NEVER = Long.MIN_VALUE;

  /** Silence that is suffered at least and at most. */
  static final long SILENT_MS = 10_000;

  static final long LONGEST_SILENT_MS = 120_000;

  /** A venue is silent after so many times its own longest usual pause. */
  private static final long PAUSES = 3;

  /** How slowly a long pause is forgotten: a share for each event. */
  private static final long FORGETTING = 64;

  private final String venue;
  final int rank;
  private long heardMs = NEVER;
  private long pauseMs;
  private double price = Double.NaN;
  private boolean bookLive;

  Standing standing = Standing.WAITING;
  double offBp = Double.NaN;
  int offInRow;
  long goodSinceMs = NEVER;
  long fitSinceMs = NEVER;
  long bookLostMs = NEVER;
  boolean failed;

  VenueSeat(String venue, int rank) {
    this.venue = venue;
    this.rank = rank;
  }

  /** Something came from it. */
  public void heard(long nowMs) {
    if (heardMs != NEVER && nowMs > heardMs) {
      // A stall is no habit at once: it raises the next bound, but not to its own length.
      long pause = Math.min(nowMs - heardMs, silentAfterMs());
      pauseMs = Math.max(pause, pauseMs - pauseMs / FORGETTING);
    }
    heardMs = Math.max(heardMs, nowMs);
  }

  /**
   * What it says now.
   *
   * @param newPrice middle of its book or last trade, its own quote currency; NaN for none
   * @param live whether its book can be read
   */
  public void says(double newPrice, boolean live) {
    price = newPrice;
    bookLive = live;
  }

  /** Silence after which it is stalled: adapted to its own rhythm. */
  long silentAfterMs() {
    return Math.clamp(PAUSES * pauseMs, SILENT_MS, LONGEST_SILENT_MS);
  }

  boolean isSilent(long nowMs) {
    return heardMs == NEVER || nowMs - heardMs > silentAfterMs();
  }

  boolean hasBook() {
    return bookLive;
  }

  double price() {
    return price;
  }

  boolean hasPrice() {
    return price > 0 && price < Double.POSITIVE_INFINITY;
  }

  public String venue() {
    return venue;
  }

  public Standing standing() {
    return standing;
  }

  /** Whether its trades count. */
  public boolean isCounted() {
    return standing == Standing.COUNTED;
  }

  /** Since it was heard last; 0 before it was heard. */
  public long silentMs(long nowMs) {
    return heardMs == NEVER ? 0 : Math.max(0, nowMs - heardMs);
  }

  /** How far its price is above the others', in basis points; NaN when not compared. */
  public double offBp() {
    return offBp;
  }

  /** For how long a venue that is left out has given no reason for it, ms; 0 while it does. */
  public long goodMs(long nowMs) {
    return goodSinceMs == NEVER ? 0 : nowMs - goodSinceMs;
  }
}
