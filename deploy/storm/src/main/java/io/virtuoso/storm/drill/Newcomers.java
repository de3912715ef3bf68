package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Client;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients whom no gateway has met. The guard counts by address, so a drill whose client had the
 * address of an earlier one would be refused for what that one has asked.
 */
final class Newcomers {
  private static final int PER_NET = 250;
  private static final int NETS = 250;
  private static final AtomicInteger MET = new AtomicInteger();

  private Newcomers() {}

  /** The next one, of the server on that port. */
  static Client at(int port) {
    int number = MET.getAndIncrement();
    int net = number / PER_NET;
    if (net >= NETS) {
      throw new IllegalStateException("every address has been used");
    }
    return new Client("127.64.%d.%d".formatted(net, 1 + number % PER_NET), port);
  }
}
