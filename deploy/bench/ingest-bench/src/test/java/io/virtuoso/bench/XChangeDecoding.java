package io.virtuoso.bench;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import info.bitrich.xchangestream.binance.dto.BinanceWebsocketTransaction;
import info.bitrich.xchangestream.binance.dto.BookTickerBinanceWebSocketTransaction;
import info.bitrich.xchangestream.binance.dto.DepthBinanceWebSocketTransaction;
import info.bitrich.xchangestream.binance.dto.TradeBinanceWebsocketTransaction;
import info.bitrich.xchangestream.service.netty.StreamingObjectMapperHelper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The peer: what XChange-stream does with a frame until its typed message is there. Its service
 * makes a string of the frame, a tree of the string, and a message of the tree; so does this.
 */
final class XChangeDecoding implements Contestant {
  private final ObjectMapper mapper = StreamingObjectMapperHelper.getObjectMapper();
  private final JavaType depth = of(DepthBinanceWebSocketTransaction.class);
  private final JavaType trade = of(TradeBinanceWebsocketTransaction.class);
  private final JavaType ticker = of(BookTickerBinanceWebSocketTransaction.class);
  private long result;

  private JavaType of(Class<?> message) {
    return mapper
        .getTypeFactory()
        .constructParametricType(BinanceWebsocketTransaction.class, message);
  }

  @Override
  public void frame(byte[] text, int offset, int length) throws IOException {
    JsonNode tree = mapper.readTree(new String(text, offset, length, StandardCharsets.UTF_8));
    JsonNode data = tree.path("data");
    if (data.isMissingNode()) {
      return; // a REST answer between the frames
    }
    JavaType type =
        switch (data.path("e").asText()) {
          case "depthUpdate" -> depth;
          case "trade" -> trade;
          default -> ticker;
        };
    BinanceWebsocketTransaction<?> message = mapper.readValue(mapper.treeAsTokens(tree), type);
    result += message.getStream().length();
  }

  @Override
  public long result() {
    return result;
  }
}
