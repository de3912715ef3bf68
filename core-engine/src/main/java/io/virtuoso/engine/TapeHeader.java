package io.virtuoso.engine;

import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.nio.file.Path;

/** What a tape says of itself. */
public final class TapeHeader {
  private TapeHeader() {}

  /**
   * The venue whose frames are on the tape.
   *
   * @throws IOException when the tape cannot be read or does not tell
   */
  public static String exchangeOf(Path tape) throws IOException {
    String header = TapeReader.headerOf(tape);
    for (String venue : FrameDecoders.VENUES) {
      if (header.contains("\"exchange\":\"" + venue + "\"")) {
        return venue;
      }
    }
    throw new IOException(
        tape
            + " does not tell whose frames it holds: name the exchange, one of "
            + String.join(", ", FrameDecoders.VENUES));
  }
}
