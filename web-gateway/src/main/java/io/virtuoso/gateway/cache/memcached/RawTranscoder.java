package io.virtuoso.gateway.cache.memcached;

import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/**
 * Hands bytes and flag through untouched. The client's own transcoder deserialises Java objects
 * when the stored flag says so, and anyone who can write to Memcached sets that flag.
 */
final class RawTranscoder implements Transcoder<CachedData> {
  @Override
  public CachedData encode(CachedData value) {
    return value;
  }

  @Override
  public CachedData decode(CachedData value) {
    return value;
  }

  @Override
  public boolean isPrimitiveAsString() {
    return false;
  }

  @Override
  public boolean isPackZeros() {
    return false;
  }

  // The four below would change what the client's own transcoder does; nothing is ever changed
  // here.

  @Override
  public void setPrimitiveAsString(boolean ignored) {}

  @Override
  public void setPackZeros(boolean ignored) {}

  @Override
  public void setCompressionThreshold(int ignored) {}

  @Override
  public void setCompressionMode(CompressionMode ignored) {}
}
