package io.virtuoso.engine;

import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.inbound.tape.TapeLimits;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The feed's settings, read and found usable. What cannot be used refuses the start with the key's
 * name.
 *
 * @param selection which symbols are followed; none for a replay, whose tape tells
 * @param venues in order of preference; none for a replay
 * @param venuesPerSymbol a symbol is followed on so many venues at most
 * @param venueRule how they are weighed against each other
 * @param tape the tape to play; null unless the source is a replay
 * @param exchange whose tape it is; null for what its header says
 * @param speed multiple of real time, above 0
 * @param record tape to which everything received is written, or null
 * @param recording how much of the disk that may take
 */
record FeedPlan(
    Source source,
    SelectionRule selection,
    List<VenueSettings> venues,
    int venuesPerSymbol,
    VenueRule venueRule,
    @Nullable Path tape,
    @Nullable String exchange,
    double speed,
    @Nullable Path record,
    TapeLimits recording) {
  private static final int MOST_VENUES = 8;
  private static final String PREFIX = "virtuoso.feed.";

  FeedPlan {
    venues = List.copyOf(venues);
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the key that cannot be used
   */
  static FeedPlan of(EngineSettings.Feed settings) {
    boolean replay = settings.source() == Source.REPLAY;
    String exchange = settings.exchange().orElse(null);
    if (exchange != null && !FrameDecoders.VENUES.contains(exchange)) {
      throw unusable("exchange", "unknown exchange '%s', %s".formatted(exchange, known()));
    }
    if (!(settings.speed() > 0)) {
      throw unusable("speed", "%s is not above 0".formatted(settings.speed()));
    }
    int perSymbol = settings.venuesPerSymbol();
    if (perSymbol < 1 || perSymbol > MOST_VENUES) {
      throw unusable("venues-per-symbol", "%d is not between 1 and 8".formatted(perSymbol));
    }
    return new FeedPlan(
        settings.source(),
        replay ? SelectionRule.only(List.of()) : selection(settings),
        replay ? List.of() : venues(settings),
        perSymbol,
        rule(settings),
        replay ? tape(settings) : null,
        exchange,
        settings.speed(),
        settings.record().orElse(null),
        recording(settings.recording()));
  }

  private static TapeLimits recording(EngineSettings.Recording settings) {
    try {
      return new TapeLimits(
          settings.partBytes(), settings.partTime(), settings.totalBytes(), settings.freeBytes());
    } catch (IllegalArgumentException wrong) {
      throw unusable("recording", String.valueOf(wrong.getMessage()));
    }
  }

  private static VenueRule rule(EngineSettings.Feed settings) {
    try {
      return new VenueRule(settings.venues(), settings.disagreementBp());
    } catch (IllegalArgumentException outside) {
      throw unusable("disagreement-bp", String.valueOf(outside.getMessage()));
    }
  }

  private static Path tape(EngineSettings.Feed settings) {
    Path tape =
        settings.tape().orElseThrow(() -> unusable("tape", "source replay needs the tape to play"));
    if (!Files.isReadable(tape) || Files.isDirectory(tape)) {
      throw unusable("tape", "%s is no file that can be read".formatted(tape));
    }
    return tape;
  }

  private static SelectionRule selection(EngineSettings.Feed settings) {
    EngineSettings.Selection selection = settings.selection();
    List<Symbol> fixed = symbols(settings);
    if (!selection.quote().matches("[A-Z0-9]{2,10}")) {
      throw unusable("selection.quote", "'%s' is no currency".formatted(selection.quote()));
    }
    try {
      return new SelectionRule(
          fixed, selection.most(), selection.floor(), selection.quote(), selection.every());
    } catch (IllegalArgumentException refused) {
      throw unusable("selection", String.valueOf(refused.getMessage()));
    }
  }

  private static List<Symbol> symbols(EngineSettings.Feed settings) {
    Set<Symbol> symbols = new LinkedHashSet<>();
    for (String code : settings.symbols()) {
      if (!Symbol.isValid(code)) {
        throw unusable("symbols", "'%s' is not 2 to 20 of A-Z and 0-9".formatted(code));
      }
      symbols.add(new Symbol(code));
    }
    if (symbols.isEmpty()) {
      throw unusable("symbols", "at least one is needed");
    }
    return List.copyOf(symbols);
  }

  private static List<VenueSettings> venues(EngineSettings.Feed settings) {
    boolean simulated = settings.source() == Source.SIMULATED;
    if (simulated != settings.endpoint().isPresent()) {
      // Or simulated data would be shown as live, or live data as simulated.
      throw unusable("endpoint", "goes with source simulated, and only with it");
    }
    List<VenueSettings> venues = new ArrayList<>();
    for (String venue : new LinkedHashSet<>(settings.venues())) {
      if (!FrameDecoders.VENUES.contains(venue)) {
        throw unusable("venues", "unknown venue '%s', %s".formatted(venue, known()));
      }
      venues.add(venue(venue, settings));
    }
    if (venues.isEmpty()) {
      throw unusable("venues", "at least one is needed, " + known());
    }
    for (String venue : settings.addresses().keySet()) {
      if (!FrameDecoders.VENUES.contains(venue)) {
        throw unusable("addresses", "unknown venue '%s', %s".formatted(venue, known()));
      }
    }
    return venues;
  }

  private static VenueSettings venue(String venue, EngineSettings.Feed settings) {
    VenueSettings usual = VenueSettings.of(venue);
    EngineSettings.Addresses elsewhere = settings.addresses().get(venue);
    String endpoint = settings.endpoint().orElse(null);
    try {
      if (endpoint != null) {
        String place = endpoint + "/" + venue;
        return usual.at("ws://" + place, "http://" + place);
      }
      return elsewhere == null
          ? usual
          : usual.at(
              elsewhere.socket().orElse(usual.socketUrl()),
              elsewhere.rest().orElse(usual.restUrl()));
    } catch (IllegalArgumentException malformed) {
      throw unusable(
          endpoint == null ? "addresses." + venue : "endpoint",
          String.valueOf(malformed.getMessage()));
    }
  }

  private static String known() {
    return "known are " + String.join(", ", FrameDecoders.VENUES);
  }

  private static IllegalArgumentException unusable(String key, String why) {
    return new IllegalArgumentException(PREFIX + key + ": " + why);
  }
}
