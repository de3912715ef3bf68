package io.virtuoso.gateway.observe;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * The latencies of every route as a Prometheus histogram. A Micrometer timer would cost several
 * times as much per request and keep a second, coarser copy of the same counts.
 */
@Singleton
public final class RequestCollector extends Collector {
  static final String NAME = "virtuoso_request_seconds";

  /** Where a person would draw the lines, ms; each is moved to the nearest bucket's end. */
  private static final double[] LINES = {
    0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 25, 50, 75, 100, 250, 500, 1_000, 2_500,
    5_000, 10_000
  };

  private final Requests requests;

  @Inject
  RequestCollector(Requests requests) {
    this.requests = requests;
  }

  /** One for all: Quarkus would make another for whoever asks. */
  @Produces
  @Singleton
  static CollectorRegistry registry() {
    return new CollectorRegistry(true);
  }

  void start(@Observes StartupEvent started, CollectorRegistry registry) {
    registry.register(this);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    for (RequestMeter meter : requests.all()) {
      RequestTotals totals = meter.totals();
      if (totals.timedWithin(Latencies.BUCKETS) > 0) {
        add(samples, meter.route(), totals);
      }
    }
    return List.of(
        new MetricFamilySamples(
            NAME, Type.HISTOGRAM, "From a request's head to its answer's last byte", samples));
  }

  private static void add(
      List<MetricFamilySamples.Sample> samples, String route, RequestTotals totals) {
    for (double line : LINES) {
      int last = Latencies.bucket((long) (line * 1e6));
      String end = doubleToGoString(Latencies.end(last) / 1e9);
      bucket(samples, route, end, totals.timedWithin(last + 1));
    }
    long all = totals.timedWithin(Latencies.BUCKETS);
    bucket(samples, route, "+Inf", all);
    samples.add(sample("_count", route, (double) all));
    samples.add(sample("_sum", route, totals.nanos() / 1e9));
  }

  private static void bucket(
      List<MetricFamilySamples.Sample> samples, String route, String end, long count) {
    samples.add(
        new MetricFamilySamples.Sample(
            NAME + "_bucket", List.of("route", "le"), List.of(route, end), (double) count));
  }

  private static MetricFamilySamples.Sample sample(String suffix, String route, double value) {
    return new MetricFamilySamples.Sample(NAME + suffix, List.of("route"), List.of(route), value);
  }
}
