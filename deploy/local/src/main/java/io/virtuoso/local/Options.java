package io.virtuoso.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code deploy/up} was asked for.
 *
 * @param speed multiple of real time for a replay; infinite for {@code max}
 * @param symbols empty for the engine's own list
 * @param record the tape to write; null for none
 * @param port of the gateway; {@link PortPlan} tells of the others
 */
record Options(
    FeedKind feed,
    @Nullable Path tape,
    @Nullable String exchange,
    double speed,
    List<String> symbols,
    @Nullable Path record,
    int port) {

  /** Where market data comes from. */
  enum FeedKind {
    LIVE,
    SIMULATED,
    REPLAY;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A command line that cannot be followed; the message is for the person who typed it. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message, null, false, false);
    }
  }

  private static final Set<String> NAMES =
      Set.of("--feed", "--tape", "--exchange", "--speed", "--symbols", "--record", "--port");
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9]{2,20}");

  static Options parse(String... arguments) throws Invalid {
    FeedKind feed = FeedKind.LIVE;
    Path tape = null;
    String exchange = null;
    double speed = 1;
    List<String> symbols = List.of();
    Path record = null;
    int port = 8001;
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    while (!rest.isEmpty()) {
      String[] words = rest.removeFirst().split("=", 2);
      String name = words[0];
      if (!NAMES.contains(name)) {
        throw new Invalid("unknown option " + name + "; see --help");
      }
      String value = words.length > 1 ? words[1] : rest.pollFirst();
      if (value == null || value.isEmpty()) {
        throw new Invalid(name + " needs a value; see --help");
      }
      switch (name) {
        case "--feed" -> feed = feed(value);
        case "--tape" -> tape = Path.of(value);
        case "--exchange" -> exchange = value;
        case "--speed" -> speed = speed(value);
        case "--symbols" -> symbols = symbols(value);
        case "--record" -> record = Path.of(value);
        default -> port = port(name, value);
      }
    }
    if (feed == FeedKind.REPLAY && tape == null) {
      throw new Invalid("--feed replay needs --tape FILE");
    }
    if (feed != FeedKind.REPLAY && tape != null) {
      throw new Invalid("--tape only makes sense with --feed replay");
    }
    if (tape != null && (!Files.isReadable(tape) || Files.isDirectory(tape))) {
      throw new Invalid("cannot read the tape " + tape.toAbsolutePath());
    }
    if (record != null) {
      Path folder = record.toAbsolutePath().getParent();
      if (folder == null || !Files.isWritable(folder) || Files.isDirectory(record)) {
        throw new Invalid("cannot write the tape " + record.toAbsolutePath());
      }
    }
    return new Options(feed, tape, exchange, speed, symbols, record, port);
  }

  private static FeedKind feed(String value) throws Invalid {
    for (FeedKind kind : FeedKind.values()) {
      if (kind.code().equals(value)) {
        return kind;
      }
    }
    throw new Invalid("--feed is live, simulated or replay, not '" + value + "'");
  }

  private static double speed(String value) throws Invalid {
    if (value.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double speed = Double.parseDouble(value);
      if (speed > 0) {
        return speed;
      }
    } catch (NumberFormatException notANumber) {
      throw new Invalid("--speed is a number above 0 or max, not '" + value + "'");
    }
    throw new Invalid("--speed is a number above 0 or max, not '" + value + "'");
  }

  private static List<String> symbols(String value) throws Invalid {
    List<String> symbols =
        Stream.of(value.toUpperCase(Locale.ROOT).split(",", -1)).distinct().toList();
    for (String symbol : symbols) {
      if (!SYMBOL.matcher(symbol).matches()) {
        throw new Invalid("'" + symbol + "' is not a symbol; an example: BTCUSDT,ETHUSDT");
      }
    }
    return symbols;
  }

  /** The port that the option or variable of that name asks for. */
  static int port(String name, String value) throws Invalid {
    try {
      int port = Integer.parseInt(value);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw new Invalid(name + " is a number from 1 to 65535, not '" + value + "'");
    }
    throw new Invalid(name + " is a number from 1 to 65535, not '" + value + "'");
  }
}
