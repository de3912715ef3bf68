package io.virtuoso.simulator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulated exchange until the process is stopped. */
public final class SimulatorCommand {
  private static final String USAGE =
      """
      An exchange on 127.0.0.1 that speaks the wire formats of Binance, Bybit, OKX, Coinbase and Kraken.
      Nothing in it is real.

        --port N      TCP port, 0 for a free one (9870)
        --seed N      the same seed gives the same market (1)
        --symbols X   how many, 1 to 500, or names as in BTCUSDT,ETHUSDT (20)
        --rate X      how much happens; 1 is plausible (1)
        --help        this text

      Faults: POST /control/faults {"fault":"stall","venue":"bybit-linear","symbol":"ETHUSDT","channel":"trade","seconds":30}
      Also: DELETE /control/faults, GET /control/status, /control/book, /control/ledger
      """;

  private SimulatorCommand() {}

  public static void main(String[] arguments) throws InterruptedException {
    SimulatorSettings settings;
    try {
      if (List.of(arguments).contains("--help")) {
        System.out.print(USAGE);
        return;
      }
      settings = settings(arguments);
    } catch (IllegalArgumentException mistake) {
      System.err.println(mistake.getMessage());
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    SimulatedExchange exchange = SimulatedExchange.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(exchange::close, "exchange-closing"));
    System.out.printf(
        "simulated exchange on http://%s:%d, seed %d, %d symbols, rate %s%n",
        SimulatedExchange.HOST,
        exchange.port(),
        settings.seed(),
        settings.instruments().size(),
        settings.rate());
    new CountDownLatch(1).await();
  }

  /** Reads the command line; a mistake is an {@link IllegalArgumentException} that names it. */
  static SimulatorSettings settings(String... arguments) {
    SimulatorSettings settings = SimulatorSettings.defaults();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      String value = rest.pollFirst();
      if (value == null) {
        throw new IllegalArgumentException("a value is missing after " + option);
      }
      settings =
          switch (option) {
            case "--port" ->
                settings.withPort(Math.toIntExact(Math.clamp(number(option, value), -1, 65_536)));
            case "--seed" -> settings.withSeed(number(option, value));
            case "--rate" -> settings.withRate(decimal(option, value));
            case "--symbols" ->
                value.matches("\\d{1,4}")
                    ? settings.withSymbols(Integer.parseInt(value))
                    : settings.withSymbols(List.of(value.split(",", -1)));
            default -> throw new IllegalArgumentException("unknown option " + option);
          };
    }
    return settings;
  }

  private static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(option + " needs a whole number, not " + value, notNumber);
    }
  }

  private static double decimal(String option, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(option + " needs a number, not " + value, notNumber);
    }
  }
}
