package io.virtuoso.gateway.serve.rest;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.smallrye.openapi.runtime.io.Format;
import io.virtuoso.gateway.serve.content.OwnBody;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The API about itself. The framework's own endpoint (which is on the management port) knows no
 * tags and no codings, and forgives parameters.
 */
@Path("/api/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
final class DescriptionResource {
  /**
   * It changes with the gateway's version only, and a client that asks in vain is told so by 304.
   */
  private static final String CONTROL = "public, max-age=300, stale-if-error=86400";

  private final OwnBody description;

  @Inject
  DescriptionResource(OpenApiDocumentService api, @VirtualThreads ExecutorService worker) {
    this.description =
        new OwnBody(api.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON), worker);
  }

  @GET
  @Operation(hidden = true)
  public Uni<Response> description(@Context HttpHeaders asked) {
    return description.answer(asked, Response.ok().header(HttpHeaders.CACHE_CONTROL, CONTROL));
  }
}
