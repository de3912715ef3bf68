package io.virtuoso.gateway.serve.admin;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads the body of a request that changes something: every member known, given once, of its own
 * type, and nothing after it. A typing mistake must not do something else than was meant.
 */
final class StrictJson {
  private static final int NAME_SHOWN = 40;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .build();

  private StrictJson() {}

  /**
   * The body as that record.
   *
   * @throws ProblemException 400 that names the offending member
   */
  static <T> T read(byte[] body, Class<T> type) {
    try {
      T read = JSON.readValue(body, type);
      if (read == null) { // the JSON text null
        throw bad("body", "an object is needed");
      }
      return read;
    } catch (UnrecognizedPropertyException unknown) {
      throw bad(printable(unknown.getPropertyName()), "not a member of this request");
    } catch (JsonParseException malformed) {
      throw bad("body", "not JSON, or a member twice");
    } catch (JsonMappingException unfit) {
      String member =
          unfit.getPath().isEmpty() ? "body" : unfit.getPath().getFirst().getFieldName();
      throw bad(member == null ? "body" : printable(member), "missing or not of its type");
    } catch (JsonProcessingException other) {
      throw bad("body", "not readable");
    } catch (IOException impossible) { // the bytes are here
      throw new UncheckedIOException(impossible);
    }
  }

  static ProblemException bad(String member, String rule) {
    return new ProblemException(
        Problem.of(
            400,
            "bad_body",
            "The body of the request cannot be accepted.",
            new Problem.Violation(member, rule)));
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.substring(0, Math.min(NAME_SHOWN, plain.length()));
  }
}
