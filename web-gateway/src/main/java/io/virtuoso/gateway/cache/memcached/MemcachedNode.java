package io.virtuoso.gateway.cache.memcached;

import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.observe.TierMeter;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.transcoders.CachedData;
import org.jspecify.annotations.Nullable;

/**
 * One server of the tier with its own connection and breaker, so that one that hangs costs the
 * others nothing. Blocks: for virtual threads only.
 */
final class MemcachedNode {
  /** Beyond 30 days a lifetime is read as a date, and this one is in 1970. */
  private static final int LONG_PAST = (int) Duration.ofDays(30).toSeconds() + 1;

  private static final int MAX_WRITE_ATTEMPTS = 3;
  private static final RawTranscoder RAW = new RawTranscoder();

  private final String address;
  private final MemcachedConnection connection;
  private final Breaker breaker;
  private final Belief belief;
  private final TierMeter meter;
  private final long budgetMs;
  private final Lifetimes lifetimes;

  MemcachedNode(
      String address,
      GatewaySettings.Memcached settings,
      Lifetimes lifetimes,
      Belief belief,
      TierMeter meter,
      Ticker ticker) {
    this.address = address;
    this.connection =
        new MemcachedConnection(address, settings.connectTimeout(), settings.budget());
    this.breaker = new Breaker(ticker, settings.failures(), settings.open());
    this.belief = belief;
    this.meter = meter;
    this.budgetMs = settings.budget().toMillis();
    this.lifetimes = lifetimes;
  }

  String address() {
    return address;
  }

  MemcachedConnection connection() {
    return connection;
  }

  Breaker breaker() {
    return breaker;
  }

  boolean isUp() {
    return connection.client() != null && breaker.state() == Breaker.State.CLOSED;
  }

  /** What the node has of that document and can be believed. */
  Optional<StoredDocument> read(DocumentKey key) {
    MemcachedClient client = permitted();
    if (client == null) {
      return Optional.empty();
    }
    CachedData found = guarded(() -> client.get(key.stored(), budgetMs, RAW));
    if (found == null) {
      meter.miss();
      return Optional.empty();
    }
    try {
      StoredDocument document = believed(key, found);
      meter.hit();
      return Optional.of(document);
    } catch (MemcachedValue.Refused refused) {
      meter.refused(refused.code());
      guarded(() -> remove(client, key));
      return Optional.empty();
    }
  }

  /** Stores the document unless the node has one at least as new. */
  void write(StoredDocument document) {
    MemcachedClient client = permitted();
    if (client == null) {
      return;
    }
    Optional<CachedData> value = MemcachedValue.of(document);
    if (value.isEmpty()) {
      meter.refused("size"); // and the old value stays
      return;
    }
    for (int attempt = 0; attempt < MAX_WRITE_ATTEMPTS; attempt++) {
      Boolean settled = guarded(() -> storeIfNewer(client, document, value.get()));
      if (settled == null || settled) {
        return;
      }
    }
    meter.skipped(); // others write this key all the time; theirs is as good
  }

  private @Nullable MemcachedClient permitted() {
    MemcachedClient client = connection.client();
    if (client == null || !breaker.permits()) {
      meter.skipped();
      return null;
    }
    return client;
  }

  /** Whether the question is settled; false when somebody else wrote at the same moment. */
  private boolean storeIfNewer(MemcachedClient client, StoredDocument document, CachedData value)
      throws TimeoutException, InterruptedException, MemcachedException {
    String key = document.key().stored();
    GetsResponse<CachedData> there = client.gets(key, budgetMs, RAW);
    int life = lifetimes.of(document.key());
    boolean stored;
    if (there == null) {
      stored = client.add(key, life, value, RAW, budgetMs);
    } else if (isNewerThan(document, there.getValue())) {
      stored = client.cas(key, life, value, RAW, budgetMs, there.getCas());
    } else {
      meter.outdated();
      return true;
    }
    if (stored) {
      meter.stored();
    }
    return stored;
  }

  /** What is there and would not be believed must not keep a good document out. */
  private boolean isNewerThan(StoredDocument document, CachedData there) {
    try {
      return document.version() > believed(document.key(), there).version();
    } catch (MemcachedValue.Refused planted) {
      meter.refused(planted.code());
      return true;
    }
  }

  /**
   * Removes what is still not believed; what has replaced it meanwhile stays. The protocol has no
   * conditional delete, so it is replaced, under its unique number, by one that has expired.
   */
  private boolean remove(MemcachedClient client, DocumentKey key)
      throws TimeoutException, InterruptedException, MemcachedException {
    GetsResponse<CachedData> there = client.gets(key.stored(), budgetMs, RAW);
    if (there == null) {
      return false;
    }
    try {
      believed(key, there.getValue());
      return false;
    } catch (MemcachedValue.Refused planted) {
      CachedData nothing = new CachedData(MemcachedValue.FLAG, new byte[0]);
      if (client.cas(key.stored(), LONG_PAST, nothing, RAW, budgetMs, there.getCas())) {
        meter.removed();
        return true;
      }
      return false;
    }
  }

  private StoredDocument believed(DocumentKey key, CachedData value) throws MemcachedValue.Refused {
    StoredDocument document = MemcachedValue.read(key, value);
    Optional<String> objection = belief.objection(document);
    if (objection.isPresent()) {
      throw new MemcachedValue.Refused(objection.get());
    }
    return document;
  }

  /** One blocking call of the client. */
  private interface Command<T> {
    @Nullable T call() throws TimeoutException, InterruptedException, MemcachedException;
  }

  private <T> @Nullable T guarded(Command<T> command) {
    try {
      T result = command.call();
      breaker.succeeded();
      return result;
    } catch (TimeoutException slow) {
      meter.timeout();
    } catch (MemcachedException | RuntimeException failure) {
      meter.error();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    breaker.failed();
    return null;
  }
}
