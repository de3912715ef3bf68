package io.virtuoso.bench.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * The answers on one HTTP/1.1 connection, of which only the status and the end are looked at. They
 * need a Content-Length, or no body at all.
 */
final class AnswerReader {
  private static final int MAX_HEAD = 8_192;
  private static final int STATUS = "HTTP/1.1 ".length();
  private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(US_ASCII);
  private static final int UNCHANGED = 304;
  private static final long HEAD = -1;

  private final byte[] head = new byte[MAX_HEAD];
  private int length;
  private int status;

  /** Of the body, in bytes; {@link #HEAD} until the head is over. */
  private long left = HEAD;

  /**
   * Takes what has arrived, up to the end of one answer.
   *
   * @return whether that has come
   */
  boolean take(ByteBuffer in) throws ProtocolException {
    while (in.hasRemaining() && left != 0) {
      if (left == HEAD) {
        takeHead(in);
      } else {
        int here = (int) Math.min(left, in.remaining());
        in.position(in.position() + here);
        left -= here;
      }
    }
    if (left != 0) {
      return false;
    }
    left = HEAD;
    length = 0;
    return true;
  }

  /** Of the last answer. */
  int status() {
    return status;
  }

  private void takeHead(ByteBuffer in) throws ProtocolException {
    int start = in.position();
    int before = length;
    int here = Math.min(in.remaining(), MAX_HEAD - length);
    in.get(head, length, here);
    length += here;
    int end = find(END, Math.max(0, before - END.length + 1));
    if (end < 0) {
      if (length == MAX_HEAD) {
        throw new ProtocolException("a head of more than " + MAX_HEAD + " bytes");
      }
      return;
    }
    length = end + END.length;
    in.position(start + length - before);
    status = (int) number(STATUS);
    left = status == UNCHANGED ? 0 : bodyLength();
  }

  private long bodyLength() throws ProtocolException {
    int at = find(LENGTH, 0);
    if (at < 0) {
      throw new ProtocolException("an answer without Content-Length");
    }
    int digits = at + LENGTH.length;
    while (head[digits] == ' ') {
      digits++;
    }
    return number(digits);
  }

  /** Where those bytes begin, in whatever case; −1 when they are not there. */
  private int find(byte[] wanted, int from) {
    for (int at = from; at + wanted.length <= length; at++) {
      int same = 0;
      while (same < wanted.length && lower(head[at + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static byte lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter | 0x20) : letter;
  }

  private long number(int from) throws ProtocolException {
    long number = 0;
    int at = from;
    while (at < length && head[at] >= '0' && head[at] <= '9') {
      number = number * 10 + head[at++] - '0';
    }
    if (at == from) {
      throw new ProtocolException("no number where one belongs");
    }
    return number;
  }
}
