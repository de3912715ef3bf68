package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is the same for Binance spot and USD-M: all but streams, addresses and limits. */
sealed interface Binance extends ExchangeDialect permits BinanceSpot, BinanceUsdm {
  @Override
  default String subscribe(List<String> streams, long id) {
    return BinanceWords.request("SUBSCRIBE", streams, id);
  }

  @Override
  default String unsubscribe(List<String> streams, long id) {
    return BinanceWords.request("UNSUBSCRIBE", streams, id);
  }

  @Override
  default int streamsPerRequest() {
    return BinanceWords.STREAMS_PER_REQUEST;
  }

  @Override
  default Optional<Heartbeat> heartbeat() {
    return Optional.empty();
  }

  @Override
  default FrameKind classify(Buffer frame) {
    return BinanceWords.classify(frame);
  }

  @Override
  default @Nullable String streamOf(Buffer frame) {
    return BinanceWords.streamOf(frame);
  }

  @Override
  default Optional<String> stream(String nativeSymbol, Channel channel) {
    return BinanceWords.stream(nativeSymbol, channel);
  }

  @Override
  default Optional<String> usedUnitsHeader() {
    return Optional.of(BinanceWords.USED_WEIGHT);
  }

  @Override
  default InstrumentPage readInstruments(byte[] body) throws IOException {
    return BinanceWords.readInstruments(body);
  }

  @Override
  default Map<String, Double> readTurnovers(byte[] body) throws IOException {
    return BinanceWords.readTurnovers(body);
  }

  @Override
  default Optional<Refusal> refusal(Buffer body) {
    return Optional.empty();
  }
}
