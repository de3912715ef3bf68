package io.virtuoso.engine.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Instant;
import java.util.List;

/** Renders documents to their one JSON form. Thread-safe. */
public final class DocumentWriter {
  private final ObjectMapper json = DocumentJson.mapper();
  private final Source source;

  /** A writer that marks everything it writes with {@code source}. */
  public DocumentWriter(Source source) {
    this.source = source;
  }

  public Source source() {
    return source;
  }

  /**
   * One version of a document.
   *
   * @param version see {@code Meta.version}
   * @param asOfMs newest event that the data reflects, exchange clock
   * @param computedAtMs the engine's clock when live, receive time of the tape in a replay
   */
  public StoredDocument write(
      DocumentKey key,
      long version,
      long asOfMs,
      long computedAtMs,
      List<Feed> feeds,
      Object data) {
    Meta meta =
        new Meta(
            key.path(),
            version,
            Instant.ofEpochMilli(asOfMs),
            Instant.ofEpochMilli(computedAtMs),
            source,
            feeds);
    try {
      return new StoredDocument(
          key, version, asOfMs, json.writeValueAsBytes(new Document<>(data, meta)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("cannot write " + key, impossible);
    }
  }
}
