package io.virtuoso.gateway.serve.rest;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** What the dashboards show. */
@Path("/api/dashboard")
@Produces(MediaType.APPLICATION_JSON)
final class DashboardResource {
  private final Responder responder;

  @Inject
  DashboardResource(Responder responder) {
    this.responder = responder;
  }

  @GET
  @Path("/overview")
  public Uni<Response> overview(@Context HttpHeaders request) {
    return responder.document(DocumentKey.DASHBOARD_OVERVIEW, request);
  }

  @GET
  @Path("/confluence/{symbol}")
  public Uni<Response> confluence(@RestPath String symbol, @Context HttpHeaders request) {
    return responder.document(DocumentKey.confluence(Parameters.symbol(symbol)), request);
  }
}
