package io.virtuoso.simulator.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Ends a TCP connection without a word of the protocol above it. */
final class Cut {
  private Cut() {}

  static void close(Channel channel) {
    // From the head of the pipeline: the handlers behind it would say goodbye first.
    var _ = channel.pipeline().firstContext().close();
  }

  static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    close(channel);
  }
}
