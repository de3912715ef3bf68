package io.virtuoso.storm.soak;

/**
 * What is asked for.
 *
 * @param seconds how long is measured
 * @param warmUp seconds before that, for history to come and code to be compiled
 * @param rate how much happens, as a multiple of a plausible market
 * @param venue whose data the engine follows
 * @param heapMib the engine's heap, a third of it for what is new
 */
record SoakOptions(int seconds, int warmUp, int symbols, double rate, String venue, int heapMib) {
  /** Reads {@code seconds warm-up symbols rate venue heap}. */
  static SoakOptions of(String... arguments) {
    return new SoakOptions(
        Integer.parseInt(arguments[0]),
        Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]),
        Double.parseDouble(arguments[3]),
        arguments[4],
        Integer.parseInt(arguments[5]));
  }
}
