package io.virtuoso.engine.inbound.exchange;

/** JSON's smallest parts: where each ends, or that it is not well formed. */
final class JsonGrammar {
  static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** How deep a value that is passed over may nest. */
  static final int MAX_DEPTH = 32;

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

  /** The position behind the value of any kind at {@code from}. */
  static int behindValue(byte[] text, int from, int end) {
    long objects = 0; // one bit for each open bracket, the innermost lowest
    int depth = 0;
    int p = from;
    do {
      if (text[p] == '{' || text[p] == '[') {
        if (++depth > MAX_DEPTH) {
          throw MalformedFrameException.INSTANCE;
        }
        objects = (objects << 1) | (text[p] == '{' ? 1 : 0);
        p = behindSpace(text, p + 1, end);
        if (!closes(text, p, end, objects)) {
          p = (objects & 1) == 1 ? behindName(text, p, end) : p;
          continue;
        }
      } else {
        p = behindScalar(text, p, end);
      }
      while (depth > 0 && closes(text, p, end, objects)) {
        p = behindSpace(text, p, end) + 1;
        objects >>>= 1;
        depth--;
      }
      if (depth > 0) {
        p = behindComma(text, behindSpace(text, p, end), end);
        p = (objects & 1) == 1 ? behindName(text, p, end) : p;
      }
    } while (depth > 0);
    return p;
  }

  /** Whether the next token closes the innermost bracket. */
  private static boolean closes(byte[] text, int from, int end, long objects) {
    return text[behindSpace(text, from, end)] == ((objects & 1) == 1 ? '}' : ']');
  }

  private static int behindComma(byte[] text, int from, int end) {
    if (text[from] != ',') {
      throw MalformedFrameException.INSTANCE;
    }
    return behindSpace(text, from + 1, end);
  }

  /** The start of the value whose name stands at {@code from}. */
  private static int behindName(byte[] text, int from, int end) {
    if (text[from] != '"') {
      throw MalformedFrameException.INSTANCE;
    }
    int colon = behindSpace(text, closingQuote(text, from + 1, end) + 1, end);
    if (text[colon] != ':') {
      throw MalformedFrameException.INSTANCE;
    }
    return behindSpace(text, colon + 1, end);
  }

  /** The first byte at or behind {@code from} that is no white space; there must be one. */
  static int behindSpace(byte[] text, int from, int end) {
    for (int p = from; p < end; p++) {
      if (text[p] > ' ' || !isSpace(text[p])) {
        return p;
      }
    }
    throw MalformedFrameException.INSTANCE;
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
