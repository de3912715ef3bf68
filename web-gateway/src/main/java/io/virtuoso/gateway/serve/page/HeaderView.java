package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.VenueStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands on top and at the foot of every page: one worst-of statement about the data, the
 * source when it is not the live market, the feeds.
 *
 * @param badge {@code SIMULATED} or {@code REPLAY}; null when live or not known
 * @param state the chip's {@code data-state}
 * @param label state and age
 * @param words what is wrong; empty when nothing is
 * @param problems why documents are absent, in one line; empty when none is
 */
public record HeaderView(
    @Nullable String badge,
    String state,
    String label,
    String words,
    String problems,
    List<FeedView> feeds) {
  /** The engine tells of itself every second; silence for this long means that it is not there. */
  private static final double ENGINE_SILENT_MS = 10_000;

  /** One feed in words. */
  public record FeedView(String exchange, String state, String age, @Nullable String reason) {}

  /**
   * The data of a page.
   *
   * @param meta of the document shown; empty when there is none
   * @param newestAge ms since the newest market event shown; NaN when none is
   * @param staleSymbols how many of {@code symbols} are stale or gone
   */
  record Pulse(Optional<Meta> meta, double newestAge, int staleSymbols, int symbols) {
    static final Pulse NONE = new Pulse(Optional.empty(), Double.NaN, 0, 0);
  }

  /** The header for that data at {@code now}, wall clock. */
  static HeaderView of(
      Pulse pulse, Sought<EngineStatus> status, List<String> problems, Instant now) {
    Optional<Document<EngineStatus>> told = status.found();
    Optional<Meta> meta = pulse.meta().or(() -> told.map(Document::meta));
    Source source = meta.map(Meta::source).orElse(null);
    List<Feed> feeds =
        told.map(document -> document.data().feeds())
            .or(() -> meta.map(Meta::feeds))
            .orElse(List.of());
    double statusAge =
        told.map(document -> Freshness.age(document.meta().asOf(), now)).orElse(Double.NaN);
    Freshness.State freshness = Freshness.PRICE.of(pulse.newestAge());
    Freshness.State state = freshness;
    List<String> words = new ArrayList<>();
    if (freshness != Freshness.State.LIVE && statusAge > ENGINE_SILENT_MS) {
      words.add("Engine unreachable for " + Numbers.age(statusAge));
    } else {
      for (Feed feed : feeds) {
        if (feed.state() != FeedState.LIVE) {
          String reason = feed.reason() == null ? "" : " (" + feed.reason() + ")";
          words.add("Feed " + feed.exchange() + " " + lower(feed.state()) + reason);
          state = state.worse(Freshness.State.DELAYED);
        }
      }
    }
    if (freshness == Freshness.State.LIVE && pulse.staleSymbols() > 0) {
      words.add(pulse.staleSymbols() + " of " + pulse.symbols() + " symbols stale");
      state = state.worse(Freshness.State.DELAYED);
    }
    if (words.isEmpty() && freshness != Freshness.State.LIVE) {
      words.add(problems.isEmpty() ? noUpdate(pulse.newestAge()) : problems.getFirst());
    }
    Instant dataNow = source == Source.REPLAY ? meta.orElseThrow().asOf() : now;
    return new HeaderView(
        source == null || source == Source.LIVE ? null : source.name(),
        state.code(),
        label(state, source, pulse.newestAge()),
        String.join(" · ", words),
        String.join(" · ", problems),
        feeds.stream().map(feed -> view(feed, venue(told, feed), dataNow)).toList());
  }

  private static String label(Freshness.State state, @Nullable Source source, double newestAge) {
    String age = Numbers.age(newestAge);
    return switch (state) {
      // what is simulated or replayed may be fresh, but it is not the live market
      case LIVE -> (source == Source.LIVE ? "LIVE " : "FRESH ") + age;
      case DELAYED -> "DELAYED " + age;
      case STALE -> "STALE " + age;
      case GONE -> "NO DATA";
    };
  }

  private static String noUpdate(double newestAge) {
    return Double.isFinite(newestAge)
        ? "No update for " + Numbers.age(newestAge)
        : "No data received yet";
  }

  /** The feed's venue in detail, where the engine tells of it. */
  private static Optional<VenueStatus> venue(Optional<Document<EngineStatus>> told, Feed feed) {
    return told.stream()
        .flatMap(document -> document.data().venues().stream())
        .filter(venue -> venue.venue().equals(feed.exchange()))
        .findFirst();
  }

  /** A venue whose connections are live may have a channel that is not: its word goes first. */
  private static FeedView view(Feed feed, Optional<VenueStatus> venue, Instant now) {
    return new FeedView(
        feed.exchange(),
        venue.map(VenueStatus::state).orElse(lower(feed.state())),
        Numbers.age(Freshness.age(feed.asOf(), now)),
        venue.isPresent() ? venue.get().reason() : feed.reason());
  }

  private static String lower(FeedState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
