package io.virtuoso.engine;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Without the pipeline's thread everything else still answers, but nothing ever changes again. */
@Liveness
@ApplicationScoped
public class PipelineAlive implements HealthCheck {
  private final Engine engine;

  PipelineAlive(Engine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("pipeline").status(engine.isAlive()).build();
  }
}
