package io.virtuoso.gateway.serve.page;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.serve.performance.PerformanceReport;
import io.virtuoso.gateway.serve.report.CacheReport;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The pages for people; everything they show is in the API too. */
@Path("/")
@Produces("text/html;charset=utf-8")
class PageResource {
  private final DocumentReader reader;
  private final CacheReport caches;
  private final PerformanceReport performance;
  private final Assets assets;
  private final InstantSource clock = Clock.systemUTC();

  PageResource(
      DocumentReader reader, CacheReport caches, PerformanceReport performance, Assets assets) {
    this.performance = performance;
    this.reader = reader;
    this.caches = caches;
    this.assets = assets;
  }

  @GET
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> market(
      @RestHeader("Accept-Encoding") @Nullable String accepted) {
    Uni<Sought<DashboardOverview>> overview =
        reader.read(DocumentKey.DASHBOARD_OVERVIEW, DashboardOverview.class, "market overview");
    return Uni.combine()
        .all()
        .unis(overview, status())
        .with((found, status) -> {
          MarketView view = MarketView.of(found, status, clock.instant());
          return HtmlResponse.of(200, Templates.market(view, assets), accepted);
        });
  }

  /** The same page: it fits both the desktop and the phone. */
  @GET
  @Path("dashboard")
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> dashboard(
      @RestHeader("Accept-Encoding") @Nullable String accepted) {
    return market(accepted);
  }

  /** The same page. */
  @GET
  @Path("mobile")
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> mobile(
      @RestHeader("Accept-Encoding") @Nullable String accepted) {
    return market(accepted);
  }

  @GET
  @Path("dashboard/cache")
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> cache(@RestHeader("Accept-Encoding") @Nullable String accepted) {
    return status()
        .map(status -> {
          CacheView view = CacheView.of(caches.metrics(), status, clock.instant());
          return HtmlResponse.of(200, Templates.cache(view, assets), accepted);
        });
  }

  @GET
  @Path("dashboard/performance")
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> performance(
      @RestHeader("Accept-Encoding") @Nullable String accepted) {
    return status()
        .map(status -> {
          PerformanceView view = PerformanceView.of(performance.now(), status, clock.instant());
          return HtmlResponse.of(200, Templates.performance(view, assets), accepted);
        });
  }

  @GET
  @Path("dashboard/symbol/{symbol}")
  @Operation(hidden = true)
  public Uni<RestResponse<byte[]>> symbol(
      @RestPath String symbol, @RestHeader("Accept-Encoding") @Nullable String accepted) {
    if (!Symbol.isValid(symbol)) {
      return status()
          .map(status -> HtmlResponse.of(404, unknown(status, clock.instant()), accepted));
    }
    Uni<Sought<Confluence>> confluence =
        reader.read(
            DocumentKey.confluence(new Symbol(symbol)), Confluence.class, "score of " + symbol);
    return Uni.combine()
        .all()
        .unis(confluence, status())
        .with((found, status) -> symbol(found, status, clock.instant(), accepted));
  }

  private RestResponse<byte[]> symbol(
      Sought<Confluence> sought,
      Sought<EngineStatus> status,
      Instant now,
      @Nullable String accepted) {
    return switch (sought) {
      case Sought.Found<Confluence>(Document<Confluence> document) -> {
        SymbolView view = SymbolView.of(document, status, now);
        yield HtmlResponse.of(200, Templates.symbol(view, assets), accepted);
      }
      case Sought.Absent<Confluence>(boolean unknown, String reason) ->
          unknown
              ? HtmlResponse.of(404, unknown(status, now), accepted)
              : HtmlResponse.of(503, unavailable(reason, status, now), accepted);
    };
  }

  private TemplateInstance unknown(Sought<EngineStatus> status, Instant now) {
    String detail = "No symbol of that name is followed here.";
    return error(404, "Unknown symbol", detail, status, now);
  }

  private TemplateInstance unavailable(String reason, Sought<EngineStatus> status, Instant now) {
    String detail = reason + ". Nothing older is shown in its place.";
    return error(503, "Nothing honest to show", detail, status, now);
  }

  private TemplateInstance error(
      int code, String title, String detail, Sought<EngineStatus> status, Instant now) {
    HeaderView header =
        HeaderView.of(HeaderView.Pulse.NONE, status, status.problem().stream().toList(), now);
    return Templates.error(new ErrorView(header, code, title, detail), assets);
  }

  private Uni<Sought<EngineStatus>> status() {
    return reader.read(DocumentKey.STATUS, EngineStatus.class, "engine status");
  }
}
