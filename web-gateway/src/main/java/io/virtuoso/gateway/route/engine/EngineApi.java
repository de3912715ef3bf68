package io.virtuoso.gateway.route.engine;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What the engine answers over HTTP; {@link EngineTargets} knows the paths. */
@Path("/")
interface EngineApi {
  /**
   * Asks for one document. Every status is an answer, redirects included; whoever cancels closes
   * the connection.
   *
   * @param path without its first slash
   * @param query in the order in which it is sent
   * @param traceparent W3C Trace Context
   * @param tracestate as the caller sent it; null when there is none
   */
  @GET
  @Path("{path: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<byte[]>> document(
      @Encoded @PathParam("path") String path,
      @RestQuery Map<String, String> query,
      @HeaderParam("traceparent") String traceparent,
      @HeaderParam("tracestate") @Nullable String tracestate);
}
