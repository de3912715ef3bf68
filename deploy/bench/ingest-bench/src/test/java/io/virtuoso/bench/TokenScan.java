package io.virtuoso.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The floor: Jackson finds every token and nobody looks at any. */
final class TokenScan implements Contestant {
  private final JsonFactory json = new JsonFactory();
  private long tokens;

  @Override
  public void frame(byte[] text, int offset, int length) throws IOException {
    try (JsonParser parser = json.createParser(text, offset, length)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
  }

  @Override
  public long result() {
    return tokens;
  }
}
