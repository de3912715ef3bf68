package io.virtuoso.storm.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * The program in a network of its own, where the kernel loses packets: what comes in through a
 * socket in the file system crosses that network's loopback as TCP and leaves through another one.
 * Ends with whoever started it.
 */
public final class LossyNetwork {
  private LossyNetwork() {}

  /**
   * Runs until it is ended.
   *
   * @param arguments where it listens, once all is ready, and whom it leads to: paths of sockets
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Relay far = Relay.between(anyPort, UnixDomainSocketAddress.of(arguments[1]));
    Relay near = Relay.between(UnixDomainSocketAddress.of(arguments[0]), far.address());
    ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
    near.close();
    far.close();
  }
}
