package io.virtuoso.engine.inbound.exchange;

/** JSON's smallest parts: where each ends, or that it is not well formed. */
final class JsonGrammar {
  static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private static final int ESCAPE = 2;
  private static final int UNICODE_ESCAPE = 6;

  private JsonGrammar() {}

  static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** The position of the quote that closes the string whose content starts at {@code from}. */
  static int closingQuote(byte[] text, int from, int end) {
    int p = from;
    while (true) {
      int plain = Swar.index(Swar.stringStops(Swar.load(text, p)));
      p += plain;
      if (p >= end) {
        throw MalformedFrameException.INSTANCE;
      }
      if (plain == Long.BYTES) {
        continue;
      }
      if (text[p] == '"') {
        return p;
      }
      p = behindEscape(text, p, end);
    }
  }

  private static int behindEscape(byte[] text, int from, int end) {
    if (text[from] != '\\' || from + 1 >= end) {
      throw MalformedFrameException.INSTANCE;
    }
    return switch (text[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + ESCAPE;
      case 'u' -> behindHex(text, from + ESCAPE, Math.min(from + UNICODE_ESCAPE, end));
      default -> throw MalformedFrameException.INSTANCE;
    };
  }

  private static int behindHex(byte[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (Character.digit(text[i], 16) < 0) {
        throw MalformedFrameException.INSTANCE;
      }
    }
    return end;
  }

  /** The position behind {@code word}, which must stand at {@code from}. */
  static int behindLiteral(byte[] word, byte[] text, int from, int end) {
    if (end - from < word.length) {
      throw MalformedFrameException.INSTANCE;
    }
    for (int i = 0; i < word.length; i++) {
      if (text[from + i] != word[i]) {
        throw MalformedFrameException.INSTANCE;
      }
    }
    return from + word.length;
  }

  /** The position behind the string, number or literal at {@code from}, whatever its size. */
  static int behindScalar(byte[] text, int from, int end) {
    return switch (text[from]) {
      case '"' -> closingQuote(text, from + 1, end) + 1;
      case 't' -> behindLiteral(TRUE, text, from, end);
      case 'f' -> behindLiteral(FALSE, text, from, end);
      case 'n' -> behindLiteral(NULL, text, from, end);
      default -> behindNumber(text, from, end);
    };
  }

  private static int behindNumber(byte[] text, int from, int end) {
    int start = text[from] == '-' ? from + 1 : from;
    int p = behindDigits(text, start, end);
    if (text[start] == '0' && p > start + 1) {
      throw MalformedFrameException.INSTANCE;
    }
    if (p < end && text[p] == '.') {
      p = behindDigits(text, p + 1, end);
    }
    if (p < end && (text[p] | 0x20) == 'e') {
      p++;
      boolean signed = p < end && (text[p] == '-' || text[p] == '+');
      p = behindDigits(text, signed ? p + 1 : p, end);
    }
    return p;
  }

  private static int behindDigits(byte[] text, int from, int end) {
    int p = from;
    while (isDigit(text, p, end)) {
      p++;
    }
    if (p == from) {
      throw MalformedFrameException.INSTANCE;
    }
    return p;
  }

  static boolean isDigit(byte[] text, int p, int end) {
    return p < end && text[p] >= '0' && text[p] <= '9';
  }
}
