package io.virtuoso.simulator.fault;

import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.VenueId;
import org.jspecify.annotations.Nullable;

/**
 * A fault that somebody wants.
 *
 * @param venue where; everywhere if null
 * @param symbol which symbol; all if null
 * @param channel which kind of stream; all if null
 * @param seconds how long, in market time; 0 is for ever (until the count is used up or faults are
 *     cleared)
 * @param count how many messages or connections; 0 is without limit
 * @param mode how to drop
 * @param status HTTP status of a ban; 0 is the venue's own
 */
public record FaultOrder(
    FaultKind kind,
    @Nullable VenueId venue,
    @Nullable String symbol,
    @Nullable Channel channel,
    int seconds,
    int count,
    DropMode mode,
    int status) {

  /** How a connection ends. */
  public enum DropMode {
    /** Closed in good order. */
    FIN,
    /** Reset. */
    RST,
    /** Nothing is sent or read any more, and nobody is told. */
    SILENT
  }

  boolean matches(FaultKind wanted, VenueId where, @Nullable String which, @Nullable Channel what) {
    return kind == wanted
        && (venue == null || venue == where)
        && (symbol == null || symbol.equals(which))
        && (channel == null || channel == what);
  }
}
