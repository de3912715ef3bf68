package io.virtuoso.gateway.route.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decides whether a body is the document that was asked for. */
final class EngineReply {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build();

  /** The engine answered something that is not the document. */
  static final class Unbelievable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unbelievable(String reason) {
      super(reason, null, false, false);
    }
  }

  private EngineReply() {}

  /**
   * The document in {@code body}.
   *
   * @param keyHeader {@code X-Document-Key}
   * @param versionHeader {@code X-Document-Version}
   * @param asOfHeader {@code X-Document-As-Of}, ms since the epoch
   */
  static StoredDocument check(
      DocumentKey key,
      @Nullable String keyHeader,
      @Nullable String versionHeader,
      @Nullable String asOfHeader,
      byte[] body) {
    if (!key.path().equals(keyHeader)) {
      throw new Unbelievable("X-Document-Key is not the key that was asked for");
    }
    long version = number("X-Document-Version", versionHeader);
    long asOfMs = number("X-Document-As-Of", asOfHeader);
    Meta meta = meta(body);
    if (!key.path().equals(meta.key)) {
      throw new Unbelievable("meta.key is not the key that was asked for");
    }
    if (meta.version != version) {
      throw new Unbelievable("meta.version is not X-Document-Version");
    }
    return new StoredDocument(key, version, asOfMs, body);
  }

  private record Meta(@Nullable String key, long version) {}

  /** Reads the whole body, so that one cut short is noticed. */
  private static Meta meta(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unbelievable("the body is not a JSON object");
      }
      boolean data = false;
      Meta meta = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        data |= field.equals("data") && value == JsonToken.START_OBJECT;
        if (field.equals("meta") && value == JsonToken.START_OBJECT) {
          meta = readMeta(parser);
        } else {
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new Unbelievable("the body goes on after its object");
      }
      if (meta == null || !data) {
        throw new Unbelievable("the body has no data or no meta");
      }
      return meta;
    } catch (IOException malformed) {
      throw new Unbelievable("the body is not JSON");
    }
  }

  private static Meta readMeta(JsonParser parser) throws IOException {
    String key = null;
    long version = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("key") && value == JsonToken.VALUE_STRING) {
        key = parser.getText();
      } else if (field.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
        version = parser.getLongValue();
      } else {
        parser.skipChildren();
      }
    }
    return new Meta(key, version);
  }

  private static long number(String name, @Nullable String text) {
    try {
      if (text == null) {
        throw new Unbelievable(name + " is missing");
      }
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new Unbelievable(name + " is not a number");
    }
  }
}
