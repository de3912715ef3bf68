package io.virtuoso.gateway.serve.guard;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.serve.guard.key.Caller;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Makes the caller that the gate found the identity that {@code @RolesAllowed} asks about. A
 * request that did not pass the gate has none, and is nobody.
 */
@Singleton
public final class KeyAuthentication implements HttpAuthenticationMechanism {
  /** What a 401 asks for. */
  public static final String CHALLENGE = "Bearer realm=\"virtuoso\"";

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager providers) {
    Caller caller = KeyCheck.caller(request);
    return caller == null
        ? Uni.createFrom().nullItem()
        : Uni.createFrom()
            .item(
                QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(caller.name()))
                    .addRoles(caller.role().codes())
                    .build());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", CHALLENGE));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }
}
