package io.virtuoso.gateway.route.engine;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The engine's routes. Every status is returned, none thrown; bodies are read by the caller. */
@RegisterRestClient(configKey = "engine")
@Path("/api")
interface EngineApi {
  @GET
  @Path("/dashboard/overview")
  Uni<RestResponse<InputStream>> dashboardOverview();

  @GET
  @Path("/dashboard/confluence/{symbol}")
  Uni<RestResponse<InputStream>> confluence(@RestPath String symbol);

  @GET
  @Path("/market/overview")
  Uni<RestResponse<InputStream>> marketOverview();

  @GET
  @Path("/market/symbols")
  Uni<RestResponse<InputStream>> symbols();

  @GET
  @Path("/market/{symbol}/candles")
  Uni<RestResponse<InputStream>> candles(
      @RestPath String symbol,
      @RestQuery String interval,
      @RestQuery @Nullable Long from,
      @RestQuery @Nullable Long to,
      @RestQuery int limit);

  @GET
  @Path("/market/{symbol}/book")
  Uni<RestResponse<InputStream>> book(@RestPath String symbol);

  @GET
  @Path("/status")
  Uni<RestResponse<InputStream>> status();
}
