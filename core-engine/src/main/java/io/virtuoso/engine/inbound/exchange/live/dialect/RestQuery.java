package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.model.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A question about one instrument whose answer goes to the decoder.
 *
 * @param symbol the exchange's spelling
 * @param interval of klines; null for everything else
 */
public record RestQuery(RestKind kind, String symbol, @Nullable Interval interval, RestCall call) {
  /** Bars of one length, which wait for whatever else is asked. */
  static RestQuery klines(
      String symbol, Interval interval, String target, String limit, int weight) {
    return new RestQuery(
        RestKind.KLINES, symbol, interval, new RestCall(Priority.BACKFILL, target, limit, weight));
  }

  /**
   * The answer as a text frame, so that a tape can hold it beside the stream's frames.
   *
   * @param receivedMs when it came, exchange clock as far as that is known, ms since the epoch
   * @param body the raw answer
   */
  public Buffer frame(long receivedMs, Buffer body) {
    StringBuilder head = new StringBuilder(128);
    head.append("{\"rest\":\"").append(kind.code());
    head.append("\",\"symbol\":\"").append(symbol).append('"');
    if (interval != null) {
      head.append(",\"interval\":\"").append(interval.code()).append('"');
    }
    head.append(",\"received_ms\":").append(receivedMs).append(",\"body\":");
    Buffer frame = Buffer.buffer(head.length() + body.length() + 1);
    frame.appendString(head.toString()).appendBytes(onOneLine(body)).appendByte((byte) '}');
    return frame;
  }

  /** A line break is mere space between JSON tokens, but would end the line of a tape. */
  private static byte[] onOneLine(Buffer body) {
    byte[] bytes = body.getBytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    return bytes;
  }
}
