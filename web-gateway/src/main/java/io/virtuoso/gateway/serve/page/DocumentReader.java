package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Asks for documents and reads them; a page never fails because a document does. */
@ApplicationScoped
class DocumentReader {
  private static final Logger LOG = Logger.getLogger(DocumentReader.class);

  /** A page that waits longer is worse than one that says what it lacks. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Documents documents;
  private final ObjectMapper mapper = DocumentJson.mapper();

  DocumentReader(Documents documents) {
    this.documents = documents;
  }

  /**
   * The document of that key, or why there is none.
   *
   * @param name what a person calls it, for the reason
   */
  <T> Uni<Sought<T>> read(DocumentKey key, Class<T> data, String name) {
    JavaType type = mapper.getTypeFactory().constructParametricType(Document.class, data);
    return Uni.createFrom()
        .deferred(() -> documents.find(key))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .<Sought<T>>map(answer -> new Sought.Found<>(this.<T>parse(answer.document(), type)))
        .onFailure()
        .recoverWithItem(failure -> absent(key, name, failure));
  }

  private <T> Document<T> parse(StoredDocument stored, JavaType type) {
    try {
      return mapper.readValue(stored.body(), type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static <T> Sought<T> absent(DocumentKey key, String name, Throwable failure) {
    return switch (failure) {
      case UnknownDocumentException _ -> new Sought.Absent<>(true, "There is no " + name + " yet");
      case NothingHonestException _ ->
          new Sought.Absent<>(false, "No copy of the " + name + " is young enough to show");
      default -> {
        LOG.warnf("page without %s: %s", key, failure.toString());
        yield new Sought.Absent<>(false, "The " + name + " cannot be reached");
      }
    };
  }
}
