package io.virtuoso.gateway.serve.describe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.virtuoso.model.Symbol;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** JSON Schemas of records as {@code DocumentJson} writes them, each record described once. */
final class Schemas {
  private static final String DECIMAL = "^-?[0-9]+(\\.[0-9]+)?$";
  private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private final Map<String, Schema> records = new TreeMap<>();

  /** Every record that was met, by name. */
  Map<String, Schema> records() {
    return records;
  }

  /** A reference to the schema of that record, which is described if it has not been yet. */
  Schema of(Class<?> type) {
    String name = type.getSimpleName();
    if (!records.containsKey(name)) {
      Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
      records.put(name, schema); // ahead of its members, one of which may be of the same kind
      for (RecordComponent member : type.getRecordComponents()) {
        schema.addProperty(name(member), of(member.getAnnotatedType()));
        schema.addRequired(name(member)); // what is not there is null, and written
      }
    }
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }

  private static String name(RecordComponent member) {
    JsonProperty own = member.getAccessor().getAnnotation(JsonProperty.class);
    return own == null ? SNAKE.translate(member.getName()) : own.value();
  }

  private Schema of(AnnotatedType annotated) {
    Schema schema = plain(annotated);
    if (!annotated.isAnnotationPresent(Nullable.class)) {
      return schema;
    }
    return schema.getRef() == null
        ? schema.addType(SchemaType.NULL)
        : OASFactory.createSchema().anyOf(List.of(schema, typed(SchemaType.NULL)));
  }

  private Schema plain(AnnotatedType annotated) {
    Class<?> type = raw(annotated.getType());
    if (List.class.isAssignableFrom(type)) {
      return typed(SchemaType.ARRAY).items(of(argument(annotated, 0)));
    }
    if (Map.class.isAssignableFrom(type)) {
      return typed(SchemaType.OBJECT).additionalPropertiesSchema(of(argument(annotated, 1)));
    }
    return type.isRecord() && type != Symbol.class ? of(type) : scalar(type);
  }

  private static Schema scalar(Class<?> type) {
    if (type == Instant.class) {
      return typed(SchemaType.STRING).format("date-time");
    }
    if (type == BigDecimal.class) {
      return typed(SchemaType.STRING).format("decimal").pattern(DECIMAL);
    }
    if (type == Symbol.class) {
      return typed(SchemaType.STRING).pattern("^[A-Z0-9]{2,20}$");
    }
    if (type.isEnum()) {
      return typed(SchemaType.STRING)
          .enumeration(
              Arrays.stream(type.getEnumConstants())
                  .<Object>map(each -> each.toString().toLowerCase(Locale.ROOT))
                  .toList());
    }
    if (type == Object.class) {
      return OASFactory.createSchema();
    }
    return typed(
        switch (type.getSimpleName()) {
          case "int", "Integer", "long", "Long" -> SchemaType.INTEGER;
          case "double", "Double" -> SchemaType.NUMBER;
          case "boolean", "Boolean" -> SchemaType.BOOLEAN;
          case "String" -> SchemaType.STRING;
          default -> throw new IllegalArgumentException("no schema for " + type);
        });
  }

  static Schema typed(SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }

  private static AnnotatedType argument(AnnotatedType annotated, int index) {
    return ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[index];
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }
}
