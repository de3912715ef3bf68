package io.virtuoso.gateway.serve.probe;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.WarmStart;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the gateway may be asked: once the first tier was filled as well as it could be. It says
 * what could be answered, but stays ready when that is nothing: an engine that is away is away for
 * every gateway, and a page that says so is better than no page.
 */
@Readiness
@Singleton
public final class Ready implements AsyncHealthCheck {
  private static final String NAME = "answers";

  private final Documents documents;
  private final WarmStart warm;

  @Inject
  Ready(Documents documents, WarmStart warm) {
    this.documents = documents;
    this.warm = warm;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    WarmStart.Report report = warm.report();
    if (!report.ended()) {
      return Uni.createFrom().item(HealthCheckResponse.down(NAME));
    }
    return documents
        .find(DocumentKey.MARKET_SYMBOLS)
        .map(answer -> answer.state().name())
        .onFailure()
        .recoverWithItem("NOTHING")
        .map(state ->
            HealthCheckResponse.named(NAME)
                .up()
                .withData("state", state)
                .withData("warmed", report.filled() + " of " + report.wanted())
                .build());
  }
}
