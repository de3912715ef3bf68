package io.virtuoso.model.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.virtuoso.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON form of documents: snake_case, money as decimal strings, times as RFC 3339 UTC with
 * milliseconds, enums in lower case, null written out.
 */
public final class DocumentJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private DocumentJson() {}

  /** A mapper of its own for each caller; thread-safe once configured. */
  public static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(contract())
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxStringLength(1_000_000)
                .maxNumberLength(100)
                .build());
    return mapper;
  }

  /** An instant as documents write it: UTC, always three decimals. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static SimpleModule contract() {
    SimpleModule module = new SimpleModule("virtuoso-documents");
    module.addSerializer(
        new StdScalarSerializer<Instant>(Instant.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(time(value));
          }
        });
    module.addDeserializer(
        Instant.class,
        new StdScalarDeserializer<>(Instant.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public Instant deserialize(JsonParser in, DeserializationContext context)
              throws IOException {
            return Instant.parse(in.getText());
          }
        });
    module.addSerializer(
        new StdScalarSerializer<BigDecimal>(BigDecimal.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(BigDecimal value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(value.toPlainString());
          }
        });
    module.addSerializer(
        new StdScalarSerializer<Symbol>(Symbol.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(Symbol value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(value.code());
          }
        });
    module.addDeserializer(
        Symbol.class,
        new StdScalarDeserializer<>(Symbol.class) {
          private static final long serialVersionUID = 1L;

          @Override
          public Symbol deserialize(JsonParser in, DeserializationContext context)
              throws IOException {
            return new Symbol(in.getText());
          }
        });
    return module;
  }
}
