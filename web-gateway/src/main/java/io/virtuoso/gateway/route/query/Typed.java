package io.virtuoso.gateway.route.query;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Computes one record from another; the meta stays what it was. */
final class Typed<S, T> {
  private static final ObjectMapper JSON = DocumentJson.mapper();

  private final JavaType from;
  private final Function<S, T> computation;

  Typed(Class<S> from, Function<S, T> computation) {
    this.from = JSON.getTypeFactory().constructParametricType(Document.class, from);
    this.computation = computation;
  }

  View.Computed of(StoredDocument stored) {
    try {
      Document<S> document = JSON.readValue(stored.body(), from);
      T computed = computation.apply(document.data());
      return new View.Computed(
          JSON.writeValueAsBytes(new Document<>(computed, document.meta())), null);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
