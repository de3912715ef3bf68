package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Scale;

/**
 * A position in one JSON frame, moved from value to value: no tree, no text objects, nothing
 * allocated.
 *
 * <p>Each reading method stands at the start of a value and leaves behind its end. Whatever breaks
 * the grammar throws {@link MalformedFrameException}; only UTF-8 inside strings is taken on trust.
 *
 * <p>Not thread-safe.
 */
public final class JsonCursor {
  /** What {@link #nextName} answers behind an object's last member. */
  public static final int END = -2;

  private static final int FAST_DECIMAL_BYTES = 20;
  private static final int FAST_SCALE = 10;
  private static final long MAX_SECONDS = 100_000_000_000L;
  private static final long MICROSECONDS_FROM = 1_000_000_000_000_000L;

  private final DecimalText decimal = new DecimalText();
  private byte[] frame = {};
  private int position;
  private int end;
  private boolean opened; // just inside a bracket: no comma is due
  private int textStart;
  private int textLength;
  private int scale;
  private int places;

  /** Starts at the first value of {@code bytes[offset … offset + length)}. */
  public void begin(byte[] bytes, int offset, int length) {
    frame = bytes;
    position = offset;
    end = offset + length;
    opened = false;
    peek();
  }

  /** Checks that nothing but white space is left. */
  public void finish() {
    while (position < end) {
      if (!JsonGrammar.isSpace(frame[position++])) {
        throw malformed();
      }
    }
  }

  /** Where the cursor stands, for {@link #seek}. */
  public int position() {
    return position;
  }

  /** Goes back to the start of a value. */
  public void seek(int valueStart) {
    position = valueStart;
    opened = false;
  }

  /** The first byte of the next token. */
  public byte peek() {
    position = JsonGrammar.behindSpace(frame, position, end);
    return frame[position];
  }

  public void enterObject() {
    enter('{');
  }

  public void enterArray() {
    enter('[');
  }

  private void enter(char bracket) {
    if (peek() != bracket) {
      throw malformed();
    }
    position++;
    opened = true;
  }

  /** Goes to the array's next element; false behind the last one. */
  public boolean nextElement() {
    return next(']');
  }

  /** Goes to the array's next element, which must be there. */
  public void requireElement() {
    if (!nextElement()) {
      throw malformed();
    }
  }

  /**
   * Goes to the value of the object's next member.
   *
   * @return the member's number in {@code names}, {@link NameTable#UNKNOWN} or {@link #END}
   */
  public int nextName(NameTable names) {
    return next('}') ? readName(names) : END;
  }

  private boolean next(char closing) {
    byte c = peek();
    if (c == closing) {
      opened = false;
      position++;
      return false;
    }
    if (opened) {
      opened = false;
    } else if (c == ',') {
      position++;
      peek();
    } else {
      throw malformed();
    }
    return true;
  }

  private int readName(NameTable names) {
    int name = string(names);
    if (position < end && frame[position] == ':') {
      position++;
    } else if (peek() == ':') {
      position++;
    } else {
      throw malformed();
    }
    peek();
    return name;
  }

  /** Reads a string and tells its number in {@code words}, or {@link NameTable#UNKNOWN}. */
  public int string(NameTable words) {
    int start = openQuote();
    long word = Swar.load(frame, start);
    int length = Swar.index(Swar.stringStops(word));
    if (length < Long.BYTES && start + length < end && frame[start + length] == '"') {
      position = start + length + 1;
      return words.find(Swar.first(word, length));
    }
    int close = JsonGrammar.closingQuote(frame, start, end);
    position = close + 1;
    return words.find(frame, start, close - start);
  }

  /** Reads a string; {@link #text()} tells where it stands, escapes left as they are. */
  public void string() {
    textStart = openQuote();
    int close = JsonGrammar.closingQuote(frame, textStart, end);
    textLength = close - textStart;
    position = close + 1;
  }

  /** The array that holds the last string that {@link #string()} read. */
  public byte[] text() {
    return frame;
  }

  public int textStart() {
    return textStart;
  }

  public int textLength() {
    return textLength;
  }

  private int openQuote() {
    if (peek() != '"') {
      throw malformed();
    }
    return position + 1;
  }

  /** Passes over {@code ""} or {@code null}, by which exchanges say "none"; false if neither. */
  public boolean skipNone() {
    byte c = peek();
    if (c == '"' && position + 1 < end && frame[position + 1] == '"') {
      position += 2;
      return true;
    }
    if (c == 'n') {
      position = JsonGrammar.behindLiteral(JsonGrammar.NULL, frame, position, end);
      return true;
    }
    return false;
  }

  /** Passes over {@code word}, which is no JSON but must stand here. */
  public void skipWord(byte[] word) {
    position = JsonGrammar.behindLiteral(word, frame, position, end);
  }

  public boolean bool() {
    boolean value = peek() == 't';
    byte[] word = value ? JsonGrammar.TRUE : JsonGrammar.FALSE;
    position = JsonGrammar.behindLiteral(word, frame, position, end);
    return value;
  }

  /** Reads a whole number from 0 to 10^18 - 1, bare or in quotes. */
  public long count() {
    boolean quoted = peek() == '"';
    int p = quoted ? position + 1 : position;
    long head = Swar.load(frame, p);
    int length = Swar.index(Swar.nonDigits(head));
    long value = Swar.eightDigits(shifted(head, length));
    if (length == Long.BYTES) {
      long tail = Swar.load(frame, p + Long.BYTES);
      int more = Swar.index(Swar.nonDigits(tail));
      if (more == Long.BYTES) {
        return carefulCount();
      }
      value = value * Scale.power(more) + Swar.eightDigits(shifted(tail, more));
      length += more;
    }
    boolean leadingZero = (head & 0xFF) == '0' && length > 1;
    int next = p + length;
    if (length == 0 || leadingZero || next > end) {
      throw malformed();
    }
    if (quoted && (next >= end || frame[next++] != '"')) {
      throw malformed();
    }
    position = next;
    return value;
  }

  /** Reads a whole number between -10^18 and 10^18, bare or in quotes. */
  public long integer() {
    int first = peek() == '"' ? position + 1 : position;
    if (first >= end || frame[first] != '-') {
      return count();
    }
    position = decimal.readExact(frame, position, end);
    if (decimal.scale() > 0) {
      throw malformed();
    }
    return -decimal.mantissa();
  }

  private long carefulCount() {
    position = decimal.readExact(frame, position, end);
    if (decimal.scale() > 0 || decimal.negative()) {
      throw malformed();
    }
    return decimal.mantissa();
  }

  /** Reads a time in ms since the epoch; one in microseconds is cut to ms. */
  public long timeMs() {
    long time = count();
    return time < MICROSECONDS_FROM ? time : time / 1000;
  }

  /** Reads a time in s since the epoch, as far as it can be told in ms. */
  public long timeSeconds() {
    long time = count();
    if (time > MAX_SECONDS) {
      throw malformed();
    }
    return time;
  }

  /** Reads a time such as {@code "2023-10-06T17:35:55.440295Z"} in ms since the epoch, cut. */
  public long isoTimeMs() {
    string();
    return IsoTime.millis(frame, textStart, textLength);
  }

  /**
   * Reads a number that is not negative, in units of {@code 10^-units}. When {@link #scale()} then
   * tells more than {@code units} places, the answer means nothing.
   */
  public long scaled(int units) {
    int p = position;
    byte[] text = frame;
    if (p <= text.length - FAST_DECIMAL_BYTES && units <= FAST_SCALE) {
      boolean quoted = text[p] == '"';
      int first = quoted ? p + 1 : p;
      long head = Swar.load(text, first);
      int whole = Swar.index(Swar.nonDigits(head));
      int stop = first + whole;
      boolean plain = whole < Long.BYTES && (whole == 1 || (whole > 1 && (byte) head != '0'));
      if (plain && text[stop] == '.') {
        long tail = Swar.load(text, stop + 1);
        int written = Swar.index(Swar.nonDigits(tail));
        stop += written + 1;
        if (written > 0 && stop < end && endsNumber(text[stop], quoted)) {
          long fraction = Swar.first(Swar.digits(tail), written);
          scale = Long.BYTES - (Long.numberOfLeadingZeros(fraction) >>> 3);
          places = written;
          position = quoted ? stop + 1 : stop;
          return Swar.eightDigits(shifted(head, whole)) * Scale.power(units)
              + fractionUnits(fraction, units);
        }
      } else if (plain && stop < end && endsNumber(text[stop], quoted)) {
        scale = 0;
        places = 0;
        position = quoted ? stop + 1 : stop;
        return Swar.eightDigits(shifted(head, whole)) * Scale.power(units);
      }
    }
    return carefulScaled(units);
  }

  /** Other ends, such as the frame's, are left to the careful reader. */
  private static boolean endsNumber(byte c, boolean quoted) {
    return quoted ? c == '"' : c == ',' || c == '}' || c == ']';
  }

  private static long fractionUnits(long fraction, int units) {
    return units <= Long.BYTES
        ? Swar.eightDigits(fraction << (Long.SIZE - (units << 3)))
        : Swar.eightDigits(fraction) * Scale.power(units - Long.BYTES);
  }

  private static long shifted(long word, int digits) {
    return digits == 0 ? 0 : Swar.digits(word) << (Long.SIZE - (digits << 3));
  }

  private long carefulScaled(int units) {
    position = decimal.readExact(frame, position, end);
    if (decimal.negative()) {
      throw malformed();
    }
    scale = decimal.scale();
    places = decimal.places();
    if (scale >= units) {
      return decimal.mantissa();
    }
    long factor = Scale.power(units - scale);
    if (decimal.mantissa() > Long.MAX_VALUE / factor) {
      throw malformed();
    }
    return decimal.mantissa() * factor;
  }

  /** Decimal places of the last number that {@link #scaled} read, trailing zeros not counted. */
  public int scale() {
    return scale;
  }

  /** Decimal places of the last number that {@link #scaled} read, as written. */
  public int places() {
    return places;
  }

  /** Reads a number, bare or in quotes, as a double; NaN when the exchange says "none". */
  public double number() {
    if (skipNone()) {
      return Double.NaN;
    }
    position = decimal.readRounded(frame, position, end);
    return decimal.toDouble();
  }

  /** Reads a {@link #number} that is not below 0. */
  public double notNegative() {
    double value = number();
    if (value < 0) {
      throw malformed();
    }
    return value;
  }

  /** Reads a {@link #number} that is above 0. */
  public double positive() {
    double value = number();
    if (value <= 0) {
      throw malformed();
    }
    return value;
  }

  /** Passes over one value of any kind, checking its grammar. */
  public void skip() {
    peek();
    position = JsonGrammar.behindValue(frame, position, end);
  }

  /** What to throw when a value has the wrong shape. */
  public MalformedFrameException malformed() {
    return MalformedFrameException.INSTANCE;
  }
}
