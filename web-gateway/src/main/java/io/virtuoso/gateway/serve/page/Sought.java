package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.document.Document;
import java.util.Optional;

/** What came of asking for a document. */
sealed interface Sought<T> {
  record Found<T>(Document<T> document) implements Sought<T> {}

  /**
   * There is none to show.
   *
   * @param unknown true when no such document exists, false when it only cannot be had now
   * @param reason plain words for a person
   */
  record Absent<T>(boolean unknown, String reason) implements Sought<T> {}

  /** The document, if there is one. */
  default Optional<Document<T>> found() {
    return switch (this) {
      case Found<T>(Document<T> document) -> Optional.of(document);
      case Absent<T> _ -> Optional.empty();
    };
  }

  /** Why there is none. */
  default Optional<String> problem() {
    return switch (this) {
      case Found<T> _ -> Optional.empty();
      case Absent<T>(_, String reason) -> Optional.of(reason);
    };
  }
}
