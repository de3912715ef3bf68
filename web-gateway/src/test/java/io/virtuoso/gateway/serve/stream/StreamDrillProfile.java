package io.virtuoso.gateway.serve.stream;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Patience in seconds instead of tens of them, and room for hundreds from one address. */
public final class StreamDrillProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "virtuoso.gateway.stream.slow-grace", "4s",
        "virtuoso.gateway.stream.idle", "10s",
        "virtuoso.gateway.stream.heartbeat", "500ms",
        "virtuoso.gateway.stream.max-connections-per-client", "1000",
        "virtuoso.gateway.guard.rate", "0");
  }
}
