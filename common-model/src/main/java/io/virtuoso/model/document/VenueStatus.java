package io.virtuoso.model.document;

import io.virtuoso.model.Symbol;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One venue as a source of data, in detail.
 *
 * @param venue configured venue name, for example {@code bybit-linear}
 * @param state {@code connecting}, {@code syncing} (some book is not whole), {@code live}, {@code
 *     stalled} (no data at all, or none for some symbol's channel), {@code limited} or {@code
 *     banned} (refused before it was known what it carries) or {@code down}
 * @param reason why it is not live, in plain words; null when live
 * @param since when that state began, by the engine's clock (see {@code EngineStatus})
 * @param asOf newest event, exchange clock; null before the first
 * @param ageMs the engine's clock less {@code asOf}, not below 0; null before the first
 * @param rest state of its REST host
 * @param clock how our clock stands to its own; null when nothing live was heard, and in a replay
 * @param channels what comes in which way
 */
public record VenueStatus(
    String venue,
    String state,
    @Nullable String reason,
    Instant since,
    @Nullable Instant asOf,
    @Nullable Long ageMs,
    Rest rest,
    @Nullable ExchangeClock clock,
    List<ChannelStatus> channels) {
  public VenueStatus {
    channels = List.copyOf(channels);
  }

  /**
   * The host that answers requests.
   *
   * @param state {@code ok}, {@code limited} (asked to slow down) or {@code banned}
   * @param until when it may be asked again, by the exchange's clock; null when ok
   * @param reason for example {@code HTTP 418}; null when ok
   */
  public record Rest(String state, @Nullable Instant until, @Nullable String reason) {}

  /**
   * Our clock against the exchange's.
   *
   * @param offsetMs ours less theirs, ms: the smallest difference of receive and event time within
   *     20 s, so it is too large by the shortest way from there to here
   * @param state {@code ok}, {@code warning} beyond 1 s, {@code degraded} beyond 5 s
   */
  public record ExchangeClock(long offsetMs, String state) {}

  /**
   * One kind of data over all symbols of the venue.
   *
   * @param channel {@code trades}, {@code book}, {@code quotes} or {@code derivatives}
   * @param state {@code live}, {@code syncing} or {@code stalled}; the worst symbol decides
   * @param symbols how many symbols have it
   * @param stalled for how many its event time stands still for longer than their rhythm explains
   * @param syncing for how many the book is not whole
   * @param asOf newest event of any symbol, exchange clock; null before the first
   * @param longestSilenceMs of the symbol that is silent for longest
   * @param notLive the symbols that are stalled, then those that are syncing, the oldest first; at
   *     most {@link #MOST_NAMED}
   * @param leftOff how many more are not live
   */
  public record ChannelStatus(
      String channel,
      String state,
      int symbols,
      int stalled,
      int syncing,
      @Nullable Instant asOf,
      long longestSilenceMs,
      List<SymbolState> notLive,
      int leftOff) {
    /** So many symbols are named for each channel. */
    public static final int MOST_NAMED = 50;

    public ChannelStatus {
      notLive = List.copyOf(notLive);
    }
  }

  /**
   * One symbol's channel that is not live.
   *
   * @param state {@code stalled} or {@code syncing}
   * @param reason in plain words
   * @param asOf newest event that was of use, exchange clock: of a book that is not whole the last
   *     one in it; null before the first
   * @param ageMs since that event came, by a clock of ours that nobody sets; null before the first
   */
  public record SymbolState(
      Symbol symbol, String state, String reason, @Nullable Instant asOf, @Nullable Long ageMs) {}
}
