package io.virtuoso.engine.inbound.tape;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the recorded market data lies, which is not part of the checkout. */
public final class MarketData {
  private static final String NAME = "VIRTUOSO_MARKET_DATA";

  private MarketData() {}

  /** A recorded file or folder; the test is skipped where there is none. */
  public static Path file(String name) {
    String root = System.getProperty("checkout.root", "..");
    Path beside = Path.of(root).resolve("../shared/market-data");
    String stated = System.getProperty(NAME, System.getenv().getOrDefault(NAME, ""));
    Path file = (stated.isEmpty() ? beside : Path.of(stated)).resolve(name);
    Assumptions.assumeTrue(
        Files.exists(file),
        "no recorded market data at " + file + "; " + NAME + " names another folder");
    return file;
  }
}
