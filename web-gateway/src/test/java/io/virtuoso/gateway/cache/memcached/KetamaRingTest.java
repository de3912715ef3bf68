package io.virtuoso.gateway.cache.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KetamaRingTest {
  private static final int KEYS = 10_000;

  private static KetamaRing<String> ring(String... addresses) {
    Map<String, String> nodes = new HashMap<>();
    for (String address : addresses) {
      nodes.put(address, address);
    }
    return new KetamaRing<>(nodes);
  }

  @Test
  void twoNodesHaveHalfTheKeysEach() {
    KetamaRing<String> ring = ring("10.0.0.1:11211", "10.0.0.2:11211");
    long first = 0;
    for (int i = 0; i < KEYS; i++) {
      first +=
          ring.node("virtuoso:doc:confluence:{S" + i + "USDT}").equals("10.0.0.1:11211") ? 1 : 0;
    }
    assertThat((double) first / KEYS).isBetween(0.4, 0.6);
  }

  @Test
  void aNodeMoreMovesOnlyItsOwnShare() {
    KetamaRing<String> two = ring("a:1", "b:1");
    KetamaRing<String> three = ring("a:1", "b:1", "c:1");
    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      String before = two.node("key" + i);
      String after = three.node("key" + i);
      if (!before.equals(after)) {
        assertThat(after).isEqualTo("c:1");
        moved++;
      }
    }
    assertThat((double) moved / KEYS).isBetween(0.2, 0.45);
  }

  @Test
  void anEmptyRingIsNone() {
    assertThatThrownBy(() -> new KetamaRing<String>(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
