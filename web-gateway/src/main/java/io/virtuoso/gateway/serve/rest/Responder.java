package io.virtuoso.gateway.serve.rest;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.route.Limits;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.serve.content.Accepted;
import io.virtuoso.gateway.serve.content.Conditions;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.guard.RangeRate;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers of the read path as HTTP responses. Two ways lead here: the short one for a live
 * local copy whose form is ready, which waits for nothing, and the long one for everything else.
 */
@Singleton
final class Responder {
  private static final Problem TOO_FAR =
      Problem.of(
          429,
          "rate_limited",
          "Too many ranges of candles that nobody has asked for before; slow down.");

  private final Documents documents;
  private final Renditions renditions;
  private final Freshness freshness;
  private final Causes causes;
  private final AtHand copies;
  private final RangeRate ranges;
  private final Clients clients;
  private final Ticker ticker;

  @Inject
  Responder(
      Documents documents,
      Renditions renditions,
      Freshness freshness,
      Causes causes,
      AtHand copies,
      RangeRate ranges,
      Clients clients,
      Ticker ticker) {
    this.ranges = ranges;
    this.clients = clients;
    this.copies = copies;
    this.causes = causes;
    this.documents = documents;
    this.renditions = renditions;
    this.freshness = freshness;
    this.ticker = ticker;
  }

  /** Answers at once if nothing has to be waited for or worked out; else false, and did nothing. */
  boolean answersAtOnce(RoutingContext context, DocumentRoute.Asked asked) {
    long began = ticker.read();
    HttpServerRequest request = context.request();
    AtHand.Copy copy = copies.find(asked, request.headers());
    if (copy == null) {
      return false;
    }
    copies.served(copy);
    tell(context, Outcome.FRESH_HIT, Tier.LOCAL, copy.live().cacheStatus());
    Heads.live(request.response().headers(), copy.live());
    finish(request, copy.rendition(), copy.form(), began);
    return true;
  }

  /** Answers sooner or later; with a problem when there is nothing to answer with. */
  void answer(RoutingContext context, DocumentRoute.Asked asked) {
    long began = ticker.read();
    if (documents.isFar(asked.key()) && !ranges.admits(asked.key(), clients.of(context))) {
      Problems.send(context, TOO_FAR);
      return;
    }
    Context own = context.vertx().getOrCreateContext();
    causes.asked(asked.key(), Exchange.of(context));
    documents
        .find(asked.key())
        .subscribe()
        .with(
            answer -> own.runOnContext(back -> render(context, own, asked, answer, began)),
            failure -> own.runOnContext(back -> fail(context, failure)));
  }

  private static void fail(RoutingContext context, Throwable failure) {
    if (failure instanceof UnknownDocumentException) {
      tell(context, Outcome.UNKNOWN, Tier.NONE, null);
    } else if (failure instanceof NothingHonestException) {
      tell(context, Outcome.ERROR, Tier.NONE, null);
    }
    Problems.fail(context, failure);
  }

  private static void tell(
      RoutingContext context, Outcome outcome, Tier tier, @Nullable String cacheStatus) {
    Exchange exchange = Exchange.of(context);
    if (exchange != null) {
      exchange.answered(outcome, tier, cacheStatus);
    }
  }

  private void render(
      RoutingContext context, Context own, DocumentRoute.Asked asked, Answer answer, long began) {
    try {
      Rendition rendition = renditions.of(asked, answer.document());
      Accepted accepted = Accepted.of(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
      boolean plain = accepted.plain() && !rendition.compressible();
      Coding coding = plain ? null : accepted.coding();
      if (coding == null && !accepted.plain()) {
        Problems.send(context, Problems.ofStatus(406));
        return;
      }
      Rendition.Form ready = rendition.ready(coding);
      if (ready != null) {
        write(context, rendition, ready, answer, began);
      } else if (coding != null) {
        rendition
            .form(coding)
            .whenComplete((form, failure) ->
                own.runOnContext(back -> {
                  if (failure == null) {
                    write(context, rendition, form, answer, began);
                  } else {
                    Problems.fail(context, failure);
                  }
                }));
      }
    } catch (RuntimeException failure) { // nothing above us would answer
      Problems.fail(context, failure);
    }
  }

  private void write(
      RoutingContext context, Rendition rendition, Rendition.Form form, Answer answer, long began) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone
    }
    tell(context, answer.outcome(), answer.tier(), answer.cacheStatus());
    Limits limits = freshness.of(answer.document());
    Heads.freshness(
        response.headers(),
        Long.toString(CacheControl.seconds(freshness.ageMs(answer.document()))),
        answer.state().name().toLowerCase(Locale.ROOT),
        answer.cacheStatus(),
        CacheControl.of(answer.state(), limits));
    finish(context.request(), rendition, form, began);
  }

  /** What is the same for live answers and others: the copy's own headers and its body. */
  private void finish(
      HttpServerRequest request, Rendition rendition, Rendition.Form form, long began) {
    HttpServerResponse response = request.response();
    long micros = TimeUnit.NANOSECONDS.toMicros(ticker.read() - began);
    CharSequence timing = micros < 100 ? Heads.NO_TIME : "route;dur=" + tenths(micros);
    Heads.version(response.headers(), rendition, timing);
    if (Conditions.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), rendition.tag())) {
      response.setStatusCode(304).end();
      return;
    }
    Heads.body(response.headers(), form);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(form.buffer());
    }
  }

  /** Milliseconds with one decimal. */
  private static String tenths(long micros) {
    return micros / 1_000 + "." + micros % 1_000 / 100;
  }
}
