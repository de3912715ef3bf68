package io.virtuoso.engine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything about the engine that an operator can set. */
@ConfigMapping(prefix = "virtuoso")
public interface EngineSettings {
  /** Where market data comes from. */
  Feed feed();

  /** How long documents are what, by the code of their class; comes with the common model. */
  Map<String, FreshnessPolicy> freshness();

  /** Where market data comes from. */
  interface Feed {
    /** {@code live}, {@code simulated} or {@code replay}; marked in every document. */
    @WithDefault("live")
    Source source();

    /**
     * Host and port of a simulated exchange, which stands in for every venue; only for source
     * {@code simulated}.
     */
    Optional<String> endpoint();

    /** Shown on the status page, for example why the feed is not the one asked for. */
    Optional<String> note();

    /**
     * Venues in order of preference: the first one that carries a symbol and is well leads it, the
     * others add their trades.
     */
    @WithDefault("bybit-linear,binance-usdm,binance-spot")
    List<String> venues();

    /** A symbol is followed on so many of its venues at most, the first ones; 1 to 8. */
    @WithDefault("3")
    int venuesPerSymbol();

    /**
     * A venue whose price is farther than so many basis points from the others' is left out; 1 to
     * 5000.
     */
    @WithDefault("100")
    double disagreementBp();

    /** Canonical names that are followed whatever they trade; at most 500. */
    @WithDefault("BTCUSDT,ETHUSDT,SOLUSDT,AVAXUSDT,XRPUSDT")
    List<String> symbols();

    /** Which symbols are followed beside the fixed ones. */
    Selection selection();

    /** Other addresses of a venue than its public ones, by venue name. */
    Map<String, Addresses> addresses();

    /** The tape to play when the source is {@code replay}. */
    Optional<Path> tape();

    /** Whose tape it is, when its header does not tell. */
    Optional<String> exchange();

    /** Multiple of real time for a replay; {@code Infinity} for as fast as it goes. */
    @WithDefault("1")
    double speed();

    /** A tape to which everything received is written. */
    Optional<Path> record();

    /** How much of the disk a recording may take. */
    Recording recording();
  }

  /** How much of the disk a recording may take. */
  interface Recording {
    /** Bytes of a file, at which a new part of the tape is begun. */
    @WithDefault("268435456")
    long partBytes();

    /** How long a part lasts at most. */
    @WithDefault("1h")
    Duration partTime();

    /** Bytes of all parts together; the oldest are removed. */
    @WithDefault("8589934592")
    long totalBytes();

    /** Bytes that stay free on the disk; without them nothing is recorded. */
    @WithDefault("1073741824")
    long freeBytes();
  }

  /** Which symbols are followed beside the fixed ones: those with the largest turnover. */
  interface Selection {
    /**
     * How many symbols are followed, the fixed ones among them; 0 to 500. No more than are fixed:
     * none is selected.
     */
    @WithDefault("20")
    int most();

    /** Quote currency traded in 24 hours below which no symbol is selected; 0 or more. */
    @WithDefault("10000000")
    double floor();

    /** The currency in which turnover is compared and selected symbols are quoted. */
    @WithDefault("USDT")
    String quote();

    /** How often venues are asked what they trade and how much; 10 s to 1 h. */
    @WithDefault("5m")
    Duration every();
  }

  /** Base addresses of one venue. */
  interface Addresses {
    /** WebSocket base, for example {@code wss://stream.bybit.com}. */
    Optional<String> socket();

    /** REST base, for example {@code https://api.bybit.com}. */
    Optional<String> rest();
  }
}
