package io.virtuoso.gateway.serve.page;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The pages for people; everything they show is in the API too. */
@Path("/")
@Produces("text/html;charset=utf-8")
class PageResource {
  private static final String RETRY_AFTER_SECONDS = "5";

  private final DocumentReader reader;
  private final Assets assets;
  private final InstantSource clock = Clock.systemUTC();

  PageResource(DocumentReader reader, Assets assets) {
    this.reader = reader;
    this.assets = assets;
  }

  @GET
  @Operation(hidden = true)
  public Uni<RestResponse<String>> market() {
    Uni<Sought<DashboardOverview>> overview =
        reader.read(DocumentKey.DASHBOARD_OVERVIEW, DashboardOverview.class, "market overview");
    return Uni.combine()
        .all()
        .unis(overview, status())
        .with((found, status) ->
            page(Templates.market(MarketView.of(found, status, clock.instant()), assets)));
  }

  /** The same page: it fits both the desktop and the phone. */
  @GET
  @Path("dashboard")
  @Operation(hidden = true)
  public Uni<RestResponse<String>> dashboard() {
    return market();
  }

  /** The same page. */
  @GET
  @Path("mobile")
  @Operation(hidden = true)
  public Uni<RestResponse<String>> mobile() {
    return market();
  }

  @GET
  @Path("dashboard/symbol/{symbol}")
  @Operation(hidden = true)
  public Uni<RestResponse<String>> symbol(@RestPath String symbol) {
    if (!Symbol.isValid(symbol)) {
      return status().map(status -> unknown(status, clock.instant()));
    }
    Uni<Sought<Confluence>> confluence =
        reader.read(
            DocumentKey.confluence(new Symbol(symbol)), Confluence.class, "score of " + symbol);
    return Uni.combine()
        .all()
        .unis(confluence, status())
        .with((found, status) -> symbol(found, status, clock.instant()));
  }

  private RestResponse<String> symbol(
      Sought<Confluence> sought, Sought<EngineStatus> status, Instant now) {
    return switch (sought) {
      case Sought.Found<Confluence>(Document<Confluence> document) ->
          page(Templates.symbol(SymbolView.of(document, status, now), assets));
      case Sought.Absent<Confluence>(boolean unknown, String reason) ->
          unknown ? unknown(status, now) : unavailable(reason, status, now);
    };
  }

  private RestResponse<String> unknown(Sought<EngineStatus> status, Instant now) {
    String detail = "No symbol of that name is followed here.";
    return error(404, "Unknown symbol", detail, status, now);
  }

  private RestResponse<String> unavailable(
      String reason, Sought<EngineStatus> status, Instant now) {
    String detail = reason + ". Nothing older is shown in its place.";
    return error(503, "Nothing honest to show", detail, status, now);
  }

  private RestResponse<String> error(
      int code, String title, String detail, Sought<EngineStatus> status, Instant now) {
    HeaderView header =
        HeaderView.of(HeaderView.Pulse.NONE, status, status.problem().stream().toList(), now);
    ErrorView view = new ErrorView(header, code, title, detail);
    RestResponse.ResponseBuilder<String> answer =
        RestResponse.ResponseBuilder.<String>create(code)
            .entity(Templates.error(view, assets).render())
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    return code == 503
        ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build()
        : answer.build();
  }

  private Uni<Sought<EngineStatus>> status() {
    return reader.read(DocumentKey.STATUS, EngineStatus.class, "engine status");
  }

  private static RestResponse<String> page(TemplateInstance template) {
    return RestResponse.ResponseBuilder.ok(template.render())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
