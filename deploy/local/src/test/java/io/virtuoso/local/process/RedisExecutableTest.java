package io.virtuoso.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisExecutableTest {
  @TempDir Path state;

  @Test
  void isUnpackedOnceAndNowhereElse() throws Exception {
    Optional<Path> first = RedisExecutable.unpacked(state);
    assumeTrue(first.isPresent(), "no embedded Redis for this system");
    var written = Files.getLastModifiedTime(first.get());
    assertThat(Files.isExecutable(first.get())).isTrue();
    assertThat(RedisExecutable.unpacked(state)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.get())).isEqualTo(written);
    try (var files = Files.list(first.get().getParent())) {
      assertThat(files).containsExactly(first.get());
    }
  }
}
