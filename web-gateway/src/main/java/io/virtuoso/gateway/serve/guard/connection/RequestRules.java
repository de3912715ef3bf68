package io.virtuoso.gateway.serve.guard.connection;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head must be for any two programs to read it alike. Counts while the head is
 * decoded, so that judging it costs nearly nothing.
 */
final class RequestRules {
  private static final int MAX_HOST = 255;

  private int hosts;
  private boolean framedTwice;
  private boolean nameless;

  void named(AsciiString header) {
    if (header.contentEqualsIgnoreCase(HttpHeaderNames.HOST)) {
      hosts++;
    }
    nameless |= header.isEmpty();
  }

  /** The head has both a length and a transfer coding. */
  void framedTwice() {
    framedTwice = true;
  }

  void reset() {
    hosts = 0;
    framedTwice = false;
    nameless = false;
  }

  /** Why that request is refused; null when it is not. */
  @Nullable Refusal judge(HttpRequest request, int maxBody) {
    if (request.decoderResult().isFailure()) {
      return switch (request.decoderResult().cause()) {
        case TooLongHttpLineException tooLong -> Refusal.TARGET;
        case TooLongHttpHeaderException tooLong -> Refusal.HEAD;
        default -> Refusal.BAD_REQUEST;
      };
    }
    HttpVersion version = request.protocolVersion();
    boolean modern = version.equals(HttpVersion.HTTP_1_1);
    if (!modern && !version.equals(HttpVersion.HTTP_1_0)) {
      return Refusal.VERSION;
    }
    HttpHeaders headers = request.headers();
    if (framedTwice
        || nameless
        || !isTarget(request.uri())
        || hosts > 1
        || (modern && hosts == 0)) {
      return Refusal.BAD_REQUEST;
    }
    if (hosts == 1 && !isHost(headers.get(HttpHeaderNames.HOST))) {
      return Refusal.BAD_REQUEST;
    }
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && !(modern && isChunked(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING)))) {
      return Refusal.BAD_REQUEST;
    }
    return HttpUtil.getContentLength(request, 0L) > maxBody ? Refusal.BODY : null;
  }

  /** A path of this server and nothing else, in printable ASCII. */
  private static boolean isTarget(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !target.isEmpty() && target.charAt(0) == '/';
  }

  private static boolean isChunked(List<String> codings) {
    return codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
  }

  /** A name or an address, with a port or without. */
  private static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > MAX_HOST) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean fine =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._:[]".indexOf(c) >= 0;
      if (!fine) {
        return false;
      }
    }
    return true;
  }
}
