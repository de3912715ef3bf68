package io.virtuoso.gateway.serve.probe;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether something honest can be answered, whichever tier it comes from. */
@Readiness
@Singleton
public final class Ready implements AsyncHealthCheck {
  private static final String NAME = "answers";

  private final Documents documents;

  @Inject
  Ready(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return documents
        .find(DocumentKey.MARKET_SYMBOLS)
        .map(answer ->
            HealthCheckResponse.named(NAME).up().withData("state", answer.state().name()).build())
        .onFailure()
        .recoverWithItem(HealthCheckResponse.down(NAME));
  }
}
