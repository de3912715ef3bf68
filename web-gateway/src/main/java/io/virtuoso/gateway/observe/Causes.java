package io.virtuoso.gateway.observe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.observe.trace.TraceContext;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which request made us fetch a document: the journey to it is shared, crosses threads and outlives
 * who began it, so it is told by the document's key. Bounded; thread-safe.
 */
@Singleton
public final class Causes {
  private static final int MAX_KEYS = 4_096;
  private static final Duration FORGET = Duration.ofSeconds(5);

  private final Cache<DocumentKey, Exchange> exchanges;

  @Inject
  public Causes(Ticker ticker) {
    this.exchanges =
        Caffeine.newBuilder().ticker(ticker).maximumSize(MAX_KEYS).expireAfterWrite(FORGET).build();
  }

  /** A request needs that document and may have to wait for it; the first one who does counts. */
  public void asked(DocumentKey key, @Nullable Exchange exchange) {
    if (exchange != null) {
      exchanges.asMap().merge(key, exchange, (known, ours) -> known.hasEnded() ? ours : known);
    }
  }

  /** A stage of the journey to that document is over. */
  public void spent(DocumentKey key, String where, long nanos) {
    Exchange exchange = exchanges.getIfPresent(key);
    if (exchange != null) {
      exchange.spent(where, nanos);
    }
  }

  /** The step of a call for that document: the next one of who asked, or a trace of our own. */
  public TraceContext trace(DocumentKey key) {
    Exchange exchange = exchanges.getIfPresent(key);
    return exchange == null ? TraceContext.begin() : exchange.trace().next();
  }
}
