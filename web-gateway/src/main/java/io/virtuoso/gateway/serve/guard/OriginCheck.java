package io.virtuoso.gateway.serve.guard;

import io.netty.util.NetUtil;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps pages of other sites from opening the stream in their visitors' name. */
@Singleton
public final class OriginCheck implements HttpUpgradeCheck {
  private final Optional<List<String>> origins;
  private final boolean allowMissing;

  @Inject
  OriginCheck(GatewaySettings settings) {
    this(settings.guard().origins(), settings.guard().allowMissingOrigin());
  }

  OriginCheck(Optional<List<String>> origins, boolean allowMissing) {
    this.origins = origins;
    this.allowMissing = allowMissing;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    List<String> sent = request.headers().getAll("Origin");
    boolean allowed =
        sent.isEmpty() ? allowMissing : sent.size() == 1 && allows(sent.get(0), host(request));
    return allowed ? CheckResult.permitUpgrade() : Uni.createFrom().failure(refusal());
  }

  /** Whether a page of that origin may open the stream of that host. */
  boolean allows(String origin, @Nullable String host) {
    return origins
        .map(list -> list.contains(origin))
        .orElseGet(() ->
            host != null
                && isAddress(host)
                && (origin.equals("http://" + host) || origin.equals("https://" + host)));
  }

  /**
   * Whether it is this machine's own name or an address. Any other name is worth as much as whoever
   * answers for it: a foreign one may be made to lead here, and its pages would be our own.
   */
  private static boolean isAddress(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    if (name.equals("localhost")) {
      return true;
    }
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    String literal = bracketed ? name.substring(1, name.length() - 1) : name;
    return bracketed ? NetUtil.isValidIpV6Address(literal) : NetUtil.isValidIpV4Address(literal);
  }

  private static ProblemException refusal() {
    return new ProblemException(
        Problem.of(
            403,
            "foreign_origin",
            "Only pages of this site may open the stream; its operator says which those are."));
  }

  private static @Nullable String host(HttpServerRequest request) {
    return request.getHeader("Host");
  }
}
