package io.virtuoso.storm.standin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/** One connection to a Memcached, spoken by hand. Not thread-safe. */
public final class MemcachedSocket implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  /** Connects; the patience is also that for each answer. */
  public MemcachedSocket(int port, int patienceMs) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMs);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMs);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Stores bytes under any flags, and tells what Memcached said. */
  public String set(String key, int flags, byte[] value) throws IOException {
    write("set " + key + " " + Integer.toUnsignedString(flags) + " 0 " + value.length + "\r\n");
    socket.getOutputStream().write(value);
    write("\r\n");
    return line();
  }

  /** The value; empty when there is none. */
  public byte[] get(String key) throws IOException {
    write("get " + key + "\r\n");
    byte[] value = new byte[0];
    for (String line = line(); !line.equals("END"); line = line()) {
      value = in.readNBytes(Integer.parseInt(line.split(" ", -1)[3]));
      in.skipNBytes(2);
    }
    return value;
  }

  public void flush() throws IOException {
    write("flush_all\r\n");
    line();
  }

  /** Every key that is held. */
  public List<String> keys() throws IOException {
    write("lru_crawler metadump all\r\n");
    List<String> keys = new ArrayList<>();
    for (String line = line(); !line.equals("END"); line = line()) {
      if (line.startsWith("key=")) {
        keys.add(URLDecoder.decode(line.substring(4, line.indexOf(' ')), US_ASCII));
      } else if (!line.isEmpty()) {
        throw new IOException("Memcached says " + line);
      }
    }
    return keys;
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("Memcached closed the connection");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // that is what was wanted
    }
  }
}
