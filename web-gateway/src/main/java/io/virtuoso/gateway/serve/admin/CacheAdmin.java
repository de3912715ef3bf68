package io.virtuoso.gateway.serve.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.cache.fill.Invalidation;
import io.virtuoso.gateway.cache.fill.Scope;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.policy.PolicyTuner;
import io.virtuoso.gateway.cache.policy.SoftLimit;
import io.virtuoso.gateway.serve.content.OwnBody;
import io.virtuoso.gateway.serve.problem.Problems;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** What an administrator may do to the caches. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
final class CacheAdmin {
  private static final int KEYS_SHOWN = 100;

  private final Invalidation invalidation;
  private final Subscription subscription;
  private final PolicyTuner tuner;
  private final AuditTrail audit;
  private final SecurityIdentity caller;
  private final InstantSource clock;
  private final ExecutorService worker;
  private final ObjectMapper json = DocumentJson.mapper();

  @Inject
  CacheAdmin(
      Invalidation invalidation,
      Subscription subscription,
      PolicyTuner tuner,
      AuditTrail audit,
      SecurityIdentity caller,
      InstantSource clock,
      @VirtualThreads ExecutorService worker) {
    this.worker = worker;
    this.invalidation = invalidation;
    this.subscription = subscription;
    this.tuner = tuner;
    this.audit = audit;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * What to give up: exactly one of the two.
   *
   * @param key of one document
   * @param documents code of a class of documents
   */
  record Invalidate(@Nullable String key, @JsonProperty("class") @Nullable String documents) {
    Scope scope() {
      if ((key == null) == (documents == null)) {
        throw StrictJson.bad("key", "exactly one of key and class");
      }
      return Scope.decode(key != null ? "key " + key : "class " + documents)
          .orElseThrow(() ->
              key != null
                  ? StrictJson.bad("key", "not a document key")
                  : StrictJson.bad("class", "no such class of documents"));
    }
  }

  /**
   * A soft limit to be set by hand.
   *
   * @param documents code of a class of documents
   * @param softMs within the bounds of the class; null gives the class back to the cache manager
   */
  record Ttl(
      @JsonProperty(value = "class", required = true) @Nullable String documents,
      @JsonProperty(value = "soft_ms", required = true) @Nullable Long softMs) {}

  /**
   * What was given up.
   *
   * @param dropped how many local copies
   * @param keys the first of them
   * @param otherGateways how many others were told; null when they could not be
   */
  record Invalidated(String scope, int dropped, List<String> keys, @Nullable Long otherGateways) {}

  /**
   * The limit in force.
   *
   * @param byHand whether it stays until the next restart or until it is given back
   */
  record TtlSet(
      @JsonProperty("class") String documents,
      long beforeMs,
      long softMs,
      long minMs,
      long maxMs,
      long configuredMs,
      boolean byHand) {}

  @POST
  @Path("/cache/invalidate")
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(content = @Content(schema = @Schema(implementation = Invalidate.class)))
  public Uni<Response> invalidate(byte[] body, RoutingContext request) {
    Scope scope = StrictJson.read(body, Invalidate.class).scope();
    List<DocumentKey> dropped = invalidation.drop(scope);
    String copies = dropped.size() + " local copies";
    note("cache.invalidate", scope.encode(), copies, "none", request);
    return invalidation
        .tell(scope)
        .map(told ->
            done(
                new Invalidated(
                    scope.encode(),
                    dropped.size(),
                    dropped.stream().limit(KEYS_SHOWN).map(DocumentKey::path).toList(),
                    others(told))));
  }

  @PUT
  @Path("/cache/ttl")
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread // a round may hold the tuner for a moment
  @RequestBody(content = @Content(schema = @Schema(implementation = Ttl.class)))
  public Response ttl(byte[] body, RoutingContext request) {
    Ttl wish = StrictJson.read(body, Ttl.class);
    DocumentClass documents =
        Optional.ofNullable(wish.documents())
            .flatMap(DocumentClass::ofCode)
            .orElseThrow(() -> StrictJson.bad("class", "no such class of documents"));
    SoftLimit before = tuner.limit(documents);
    if (wish.softMs() != null) {
      if (!before.allows(wish.softMs())) {
        throw StrictJson.bad("soft_ms", "from %d to %d".formatted(before.minMs(), before.maxMs()));
      }
      tuner.override(documents, wish.softMs());
    } else {
      tuner.release(documents);
    }
    SoftLimit after = tuner.limit(documents);
    String how = wish.softMs() == null ? " ms, as configured" : " ms, by hand";
    note("cache.ttl", documents.code(), before.nowMs() + " ms", after.nowMs() + how, request);
    return done(
        new TtlSet(
            documents.code(),
            before.nowMs(),
            after.nowMs(),
            after.minMs(),
            after.maxMs(),
            after.configuredMs(),
            wish.softMs() != null));
  }

  /** The last administrative acts, newest first. */
  @GET
  @Path("/cache/audit")
  public Uni<Response> audit(@Context HttpHeaders asked) {
    return new OwnBody(body(audit.entries()), worker)
        .answer(asked, Response.ok().header(HttpHeaders.CACHE_CONTROL, "no-store"));
  }

  private void note(
      String action, String subject, String before, String after, RoutingContext request) {
    audit.add(
        new AuditEntry(
            clock.instant(),
            caller.getPrincipal().getName(),
            action,
            subject,
            before,
            after,
            Problems.trace(request)));
  }

  /** All that heard it but this gateway, unless it does not listen at this moment. */
  private @Nullable Long others(OptionalLong told) {
    long own = subscription.isLive() ? 1 : 0;
    return told.isPresent() ? Math.max(0, told.getAsLong() - own) : null;
  }

  private Response done(Object data) {
    return Response.ok(body(data)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private byte[] body(Object data) {
    try {
      return json.writeValueAsBytes(Map.of("data", data));
    } catch (JsonProcessingException impossible) { // records of plain values
      throw new UncheckedIOException(impossible);
    }
  }
}
