package io.virtuoso.gateway.serve.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.serve.content.Accepted;
import io.virtuoso.gateway.serve.content.Conditions;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The live local copies in the form that a client wants, if that form is ready. Thread-safe. */
@Singleton
final class AtHand {
  private final Documents documents;
  private final Renditions renditions;
  private final Freshness freshness;

  @Inject
  AtHand(Documents documents, Renditions renditions, Freshness freshness) {
    this.documents = documents;
    this.renditions = renditions;
    this.freshness = freshness;
  }

  /**
   * A copy with all that its answer says.
   *
   * @param live what its headers say this second
   */
  record Copy(StoredDocument document, Rendition rendition, Rendition.Form form, LiveHeaders live) {
    /** Whether the client has it already. */
    boolean isKnownTo(MultiMap request) {
      return Conditions.matches(request.get(HttpHeaders.IF_NONE_MATCH), rendition.tag());
    }
  }

  /**
   * What can be answered with at once; null when something has to be waited for or worked out.
   * Nothing is counted.
   *
   * @param request its headers
   */
  @Nullable Copy find(DocumentRoute.Asked asked, MultiMap request) {
    Accepted accepted = Accepted.of(request.get(HttpHeaders.ACCEPT_ENCODING));
    if (!accepted.plain() || !Conditions.acceptsJson(request.get(HttpHeaders.ACCEPT))) {
      return null;
    }
    StoredDocument document = documents.fresh(asked.key());
    Rendition rendition = document == null ? null : renditions.ready(asked, document);
    if (document == null || rendition == null) {
      return null;
    }
    Rendition.Form form = rendition.ready(rendition.compressible() ? accepted.coding() : null);
    if (form == null) {
      return null;
    }
    LiveHeaders live = rendition.live(freshness.ageMs(document), freshness.of(document));
    return new Copy(document, rendition, form, live);
  }

  /** That copy is the answer: counts it. */
  void served(Copy copy) {
    documents.served(copy.document());
  }
}
