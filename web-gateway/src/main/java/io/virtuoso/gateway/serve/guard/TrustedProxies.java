package io.virtuoso.gateway.serve.guard;

import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/** The proxies whose word on where a request came from is taken. */
@Singleton
public final class TrustedProxies {
  private final List<Network> networks;

  /** An address and how many of its first bits count. */
  private record Network(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit += 8) {
        int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
        if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  @Inject
  TrustedProxies(GatewaySettings settings) {
    this(settings.guard().trustedProxies().orElse(List.of()));
  }

  /**
   * The proxies in those networks.
   *
   * @param networks each an address, or one with a slash and a number of bits
   */
  TrustedProxies(List<String> networks) {
    this.networks = networks.stream().map(String::strip).map(TrustedProxies::network).toList();
  }

  public boolean trusts(InetAddress address) {
    for (Network each : networks) {
      if (each.contains(address)) {
        return true;
      }
    }
    return false;
  }

  boolean areNone() {
    return networks.isEmpty();
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = 8 * address.getAddress().length;
    int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("no network of proxies: " + text);
    }
    return new Network(address, bits);
  }
}
