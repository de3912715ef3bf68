package io.virtuoso.gateway.route.query;

import io.virtuoso.model.wire.StoredDocument;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A way to compute answers from one document. */
public interface View {
  /** What it can be told, beside what names the document. */
  List<Parameter> parameters();

  /**
   * What is to be computed; empty when the document itself is the answer.
   *
   * @throws BadQueryException when the parameters cannot be read
   */
  Optional<Asked> asked(Query query);

  /**
   * One computation.
   *
   * @param canonical its one spelling among those of all views of a document
   */
  record Asked(String canonical, Function<StoredDocument, Computed> computation) {}

  /** What a computation yields; a class because a record must not hold an array. */
  final class Computed {
    private final byte[] body;
    private final @Nullable String next;

    /**
     * A computed body, owned by this object from here on.
     *
     * @param next query of the page after this one; null on the last
     */
    public Computed(byte[] body, @Nullable String next) {
      this.body = body;
      this.next = next;
    }

    /** Not a copy, so not to be changed. */
    public byte[] body() {
      return body;
    }

    public @Nullable String next() {
      return next;
    }
  }
}
