package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells the request that waits where its time goes: to which tier, or to the engine. */
final class Timed {
  private final Causes causes;
  private final Ticker ticker;

  Timed(Causes causes, Ticker ticker) {
    this.causes = causes;
    this.ticker = ticker;
  }

  List<SharedTier> tiers(SharedTier... tiers) {
    return Arrays.stream(tiers).<SharedTier>map(Tier::new).toList();
  }

  EngineDocuments engine(EngineDocuments engine) {
    return key -> {
      long began = ticker.read();
      return engine
          .fetch(key)
          .onItemOrFailure()
          .invoke((reply, failure) -> spent(key, "engine" + words(reply, failure), began));
    };
  }

  private final class Tier implements SharedTier {
    private final SharedTier tier;

    Tier(SharedTier tier) {
      this.tier = tier;
    }

    @Override
    public String name() {
      return tier.name();
    }

    @Override
    public Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late) {
      long began = ticker.read();
      return tier.find(key, late).invoke(found -> spent(key, name(), began));
    }

    @Override
    public TierReport report() {
      return tier.report();
    }
  }

  private void spent(DocumentKey key, String where, long began) {
    causes.spent(key, where, ticker.read() - began);
  }

  private static String words(EngineDocuments.@Nullable Reply reply, @Nullable Throwable failure) {
    if (reply instanceof EngineDocuments.Reply.Remembered) {
      return " (no answer)";
    }
    return switch (failure) {
      case null -> "";
      case TimeoutException slow -> " (timed out)";
      case BulkheadException full -> " (too many calls at once)";
      case CircuitBreakerOpenException open -> " (breaker open)";
      default -> " (failed)";
    };
  }
}
