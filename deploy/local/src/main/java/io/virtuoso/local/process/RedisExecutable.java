package io.virtuoso.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The Redis server that comes with the embedded-redis library, unpacked once per checkout. */
public final class RedisExecutable {
  private RedisExecutable() {}

  /** The file below {@code state}; empty where the library has none for this system. */
  public static Optional<Path> unpacked(Path state) {
    try {
      String resource =
          ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
      if (resource == null) {
        return Optional.empty();
      }
      String name = resource.substring(resource.lastIndexOf('/') + 1);
      Path folder = Files.createDirectories(state.resolve("redis"));
      Path file = folder.resolve(name);
      if (!Files.isExecutable(file)) {
        unpack(folder, file);
      }
      return Optional.of(file);
    } catch (IOException | RuntimeException notForThisSystem) {
      return Optional.empty();
    }
  }

  /** In two steps, so that a run that is cut short leaves no half file under the final name. */
  private static void unpack(Path folder, Path file) throws IOException {
    Path own = Files.createTempDirectory(folder, "unpacking-");
    File unpacked = ExecutableProvider.newJarResourceProvider(own.toFile()).get();
    Files.move(unpacked.toPath(), file, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(own);
  }
}
