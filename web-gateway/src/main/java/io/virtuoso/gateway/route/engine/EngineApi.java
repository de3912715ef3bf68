package io.virtuoso.gateway.route.engine;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The engine over HTTP. Every status is returned, none thrown; bodies are read by the caller. */
@RegisterRestClient(configKey = "engine")
@Path("/")
interface EngineApi {
  /**
   * What is under that path.
   *
   * @param path without its first slash; comes from the table of routes, so it is spelt right
   */
  @GET
  @Path("{path}")
  Uni<RestResponse<InputStream>> get(
      @RestPath @Encoded String path,
      @RestQuery Map<String, String> query,
      @RestHeader("traceparent") String traceparent,
      @RestHeader("tracestate") @Nullable String tracestate);
}
