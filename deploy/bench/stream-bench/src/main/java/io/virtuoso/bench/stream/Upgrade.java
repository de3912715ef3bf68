package io.virtuoso.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The request by which a connection becomes a web socket (RFC 6455, section 4.1). */
public final class Upgrade {
  private Upgrade() {}

  /**
   * Its bytes, with a key that is the same for all: what the server makes of it is not looked at.
   *
   * @param protocol the subprotocol asked for; empty for none
   */
  public static byte[] request(int port, String target, String protocol) {
    String offer = protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n";
    return """
    GET %s HTTP/1.1\r
    Host: 127.0.0.1:%d\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    %s\r
    """
        .formatted(target, port, offer)
        .getBytes(US_ASCII);
  }
}
