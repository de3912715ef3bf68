package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.inbound.tape.MarketData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Candles recorded from exchanges; a test that asks for them is skipped where they are absent. */
public final class RecordedCandles {
  private RecordedCandles() {}

  public static List<TestBar> load(String file) throws IOException {
    Path path = MarketData.file("candles/" + file);
    try (var lines = Files.lines(path)) {
      return lines.skip(1).map(RecordedCandles::bar).toList();
    }
  }

  private static TestBar bar(String line) {
    String[] field = line.split(",", -1);
    double bought = field.length > 9 ? Double.parseDouble(field[9]) : Double.NaN;
    return new TestBar(
        Long.parseLong(field[0]),
        Double.parseDouble(field[1]),
        Double.parseDouble(field[2]),
        Double.parseDouble(field[3]),
        Double.parseDouble(field[4]),
        Double.parseDouble(field[5]),
        bought);
  }
}
