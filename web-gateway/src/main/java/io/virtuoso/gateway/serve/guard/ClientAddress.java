package io.virtuoso.gateway.serve.guard;

import java.net.InetAddress;
import java.util.HexFormat;

/** Who a client is, as far as limits go. */
public final class ClientAddress {
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /** The address itself; of IPv6 only the first 64 bits, for the rest is the client's to choose. */
  public static String group(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }
}
