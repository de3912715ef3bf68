package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Token buckets in flat memory of fixed size, one per client, nothing allocated per request.
 * Thread-safe.
 */
final class Buckets {
  /*
   * A bucket is one number: the moment at which it will be full again (the "theoretical arrival
   * time" of ATM's cell rate algorithm). Taking a token moves it on by the time that one token
   * needs. A client finds its bucket among the few slots of its set. When all are others', the one
   * that is full soonest gives way: forgetting it gives away the fewest tokens, and no crowd of
   * invented addresses makes us forget a client that has used up its own.
   */
  private static final int WAYS = 8;
  private static final int LOCKS = 64;

  private final Ticker ticker;
  private final long tokenNanos;
  private final int burst;
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final long[] clients;
  private final long[] fullAt;
  private final Object[] locks = new Object[LOCKS];

  /**
   * Buckets that fill with {@code tokens} per {@code period}.
   *
   * @param burst tokens that a bucket holds
   * @param maxClients buckets held at once, rounded up to a power of two
   */
  Buckets(Ticker ticker, double tokens, Duration period, int burst, int maxClients) {
    if (!(tokens > 0) || burst < 1 || maxClients < 1) {
      throw new IllegalArgumentException("a bucket holds at least one token and fills");
    }
    this.ticker = ticker;
    this.tokenNanos = Math.max(1, (long) (period.toNanos() / tokens));
    this.burst = burst;
    int slots = Math.max(WAYS, Integer.highestOneBit(2 * maxClients - 1));
    this.clients = new long[slots];
    this.fullAt = new long[slots];
    Arrays.fill(fullAt, ticker.read());
    Arrays.setAll(locks, ignored -> new Object());
  }

  /** Takes a token of that client; the number of whole ones left, or -1 when there was none. */
  int take(String client) {
    return take(client, 0);
  }

  /** The same if at least so many whole ones are left then; else -1, and none is taken. */
  int take(String client, int least) {
    long id = hash(client);
    int first = (int) (id >>> 32) & (clients.length - WAYS);
    synchronized (locks[first / WAYS & (LOCKS - 1)]) {
      long now = ticker.read();
      int slot = slot(id, first, now);
      long usedUp = Math.max(0, fullAt[slot] - now) + tokenNanos;
      long whole = burst * tokenNanos;
      if (usedUp > whole - least * tokenNanos) {
        return -1;
      }
      fullAt[slot] = now + usedUp;
      return (int) ((whole - usedUp) / tokenNanos);
    }
  }

  /** Seconds until a client without a token has one, rounded up. */
  long waitSeconds() {
    return Math.max(1, Math.ceilDiv(tokenNanos, 1_000_000_000L));
  }

  /** Memory that the buckets take, in bytes; it does not grow. */
  long bytes() {
    return 16L * clients.length;
  }

  private int slot(long id, int first, long now) {
    int victim = first;
    for (int i = first; i < first + WAYS; i++) {
      if (clients[i] == id) {
        return i;
      }
      if (fullAt[i] - fullAt[victim] < 0) {
        victim = i;
      }
    }
    clients[victim] = id;
    fullAt[victim] = now;
    return victim;
  }

  /** Seeded, so that nobody can choose addresses that meet in one set. */
  private long hash(String client) {
    long hash = seed;
    for (int i = 0; i < client.length(); i++) {
      hash = (hash ^ client.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash; // 0 is a slot nobody has
  }
}
