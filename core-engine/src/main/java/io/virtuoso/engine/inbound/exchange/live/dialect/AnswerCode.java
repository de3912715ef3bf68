package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/**
 * The code in the envelope of a REST answer, 0 for a yes.
 *
 * @param code name of the code's member
 * @param message name of its words' member
 * @param tooMany the code of requests that came too fast
 */
record AnswerCode(String code, String message, int tooMany) {

  /** Why an answer is a no; reads no further than the code and its words, which come first. */
  Optional<Refusal> refusal(Buffer body) {
    int found = -1;
    String words = "";
    try (JsonParser parser = StrictJson.MAPPER.createParser(body.getBytes())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.of(new Refusal("the answer is not a JSON object", false));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals(code)) {
          found = parser.getValueAsInt(-1);
          if (found == 0) {
            return Optional.empty();
          }
        } else if (field.equals(message)) {
          words = parser.getValueAsString("");
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.of(new Refusal("the answer is not readable JSON", false));
    }
    return Optional.of(new Refusal(code + " " + found + " " + words, found == tooMany));
  }
}
