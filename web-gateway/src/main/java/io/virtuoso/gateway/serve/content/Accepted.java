package io.virtuoso.gateway.serve.content;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.virtuoso.gateway.cache.local.Coding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which forms of a body a client takes, from its {@code Accept-Encoding}.
 *
 * @param coding the one it likes best, ours among equals; null when the plain form is better
 * @param plain whether the plain form is taken at all
 */
public record Accepted(@Nullable Coding coding, boolean plain) {
  private static final List<Coding> CODINGS =
      Arrays.stream(Coding.values()).filter(Coding::available).toList();

  /** Clients say the same few things. */
  private static final LoadingCache<String, Accepted> KNOWN =
      Caffeine.newBuilder().maximumSize(256).executor(Runnable::run).build(Accepted::read);

  private static final Accepted PLAIN = new Accepted(null, true);

  public static Accepted of(@Nullable String acceptEncoding) {
    return acceptEncoding == null ? PLAIN : KNOWN.get(acceptEncoding);
  }

  private static Accepted read(String header) {
    Map<String, Integer> weights = new HashMap<>();
    for (String each : header.split(",", -1)) {
      Weighted member = Weighted.of(each);
      weights.putIfAbsent(member.value(), member.weight());
    }
    Integer any = weights.get("*");
    Coding best = null;
    int most = 0;
    for (Coding coding : CODINGS) {
      int weight = weights.getOrDefault(coding.token(), any == null ? 0 : any);
      if (weight > most) {
        best = coding;
        most = weight;
      }
    }
    Integer identity = weights.get("identity");
    boolean plain = identity == null ? any == null || any > 0 : identity > 0;
    boolean plainIsBetter = identity != null && identity > most;
    return new Accepted(plainIsBetter ? null : best, plain);
  }
}
