package io.virtuoso.engine.serve;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Documents as they were published, byte for byte. */
@Path("/api")
@NonBlocking
public class DocumentResource {
  /** See {@code Meta.version}. */
  public static final String VERSION = "X-Document-Version";

  /** Exchange clock, ms since the epoch. */
  public static final String AS_OF = "X-Document-As-Of";

  public static final String KEY = "X-Document-Key";

  private static final int MOST_CANDLES = 1000;
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  /** Longer than the pipeline takes for everything that may wait for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EngineView engine;

  DocumentResource(EngineView engine) {
    this.engine = engine;
  }

  @GET
  @Path("/dashboard/overview")
  public Response dashboardOverview() {
    return answer(DocumentKey.DASHBOARD_OVERVIEW);
  }

  @GET
  @Path("/market/overview")
  public Response marketOverview() {
    return answer(DocumentKey.MARKET_OVERVIEW);
  }

  @GET
  @Path("/market/symbols")
  public Response marketSymbols() {
    return answer(DocumentKey.MARKET_SYMBOLS);
  }

  @GET
  @Path("/status")
  public Response status() {
    return answer(DocumentKey.STATUS);
  }

  @GET
  @Path("/dashboard/confluence/{symbol}")
  public Response confluence(@RestPath String symbol) {
    return ofSymbol(symbol, DocumentKey::confluence);
  }

  @GET
  @Path("/market/{symbol}/book")
  public Response book(@RestPath String symbol) {
    return ofSymbol(symbol, DocumentKey::book);
  }

  /** Bars oldest first; {@code from} inclusive, {@code to} exclusive, ms since the epoch. */
  @GET
  @Path("/market/{symbol}/candles")
  public Uni<Response> candles(
      @RestPath String symbol,
      @RestQuery @DefaultValue("1m") String interval,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to,
      @RestQuery @DefaultValue("300") String limit) {
    Optional<Interval> wanted = Interval.ofCode(interval);
    if (wanted.isEmpty()) {
      return now(Problem.badRequest("interval is 1m, 5m, 30m or 4h"));
    }
    if (!COUNT.matcher(limit).matches() || Integer.parseInt(limit) > MOST_CANDLES) {
      return now(Problem.badRequest("limit is 1 to " + MOST_CANDLES));
    }
    if (!isTime(from) || !isTime(to)) {
      return now(Problem.badRequest("from and to are ms since the epoch"));
    }
    Long fromMs = from == null ? null : Long.valueOf(from);
    Long toMs = to == null ? null : Long.valueOf(to);
    if (fromMs != null && toMs != null && fromMs >= toMs) {
      return now(Problem.badRequest("from must be before to"));
    }
    if (!isFollowed(symbol)) {
      return now(Problem.unknownSymbol(quoted(symbol)));
    }
    return engine
        .candles(new Symbol(symbol), wanted.get(), fromMs, toMs, Integer.parseInt(limit))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(found -> found.map(DocumentResource::ok).orElseGet(() -> Problem.notYet("candles")))
        .onFailure()
        .recoverWithItem(Problem::overloaded);
  }

  private static boolean isTime(@Nullable String text) {
    return text == null || TIME.matcher(text).matches();
  }

  private Response ofSymbol(String symbol, Function<Symbol, DocumentKey> key) {
    return isFollowed(symbol)
        ? answer(key.apply(new Symbol(symbol)))
        : Problem.unknownSymbol(quoted(symbol));
  }

  private boolean isFollowed(String symbol) {
    return Symbol.isValid(symbol) && engine.isFollowed(new Symbol(symbol));
  }

  /** What a client sent is echoed only where it cannot be anything but a name. */
  private static String quoted(String symbol) {
    return Symbol.isValid(symbol) ? symbol : "this";
  }

  private Response answer(DocumentKey key) {
    StoredDocument document = engine.find(key);
    return document == null ? Problem.notYet(key.path()) : ok(document);
  }

  private static Response ok(StoredDocument document) {
    return Response.ok(document.body(), MediaType.APPLICATION_JSON_TYPE)
        .header(VERSION, document.version())
        .header(AS_OF, document.asOfMs())
        .header(KEY, document.key().path())
        .build();
  }

  private static Uni<Response> now(Response response) {
    return Uni.createFrom().item(response);
  }
}
