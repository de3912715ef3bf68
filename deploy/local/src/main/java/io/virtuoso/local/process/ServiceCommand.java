package io.virtuoso.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the two services are started from a built checkout. */
public final class ServiceCommand {
  /** Two loops on one core only take it from each other, a time slice at a time. */
  private static final int LOOPS = Math.min(2, Runtime.getRuntime().availableProcessors());

  /**
   * Small on purpose: the whole stack is to fit on the smallest machine. The heap starts small and
   * gives back what a burst needed; figures are in docs/decisions/0009-memory.md.
   */
  private static final List<String> SMALL_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=40",
          "-Xss512k",
          "-Dquarkus.vertx.event-loops-pool-size=" + LOOPS);

  private static final List<String> ENGINE_JVM =
      List.of("-Xms32m", "-Xmx160m", "-XX:ReservedCodeCacheSize=64m");

  /** No class but ours is ever deserialised; Memcached is a place that others can write to. */
  private static final List<String> GATEWAY_JVM =
      List.of(
          "-Xms16m",
          "-Xmx80m",
          "-XX:ReservedCodeCacheSize=96m",
          "-XX:MaxDirectMemorySize=64m",
          "-Dvertx.disableURIValidation=true", // the gate's rule on paths and queries is stricter
          "-Djdk.serialFilter=!*");

  /** More arenas of the C library's allocator cost memory and win nothing on few cores. */
  private static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");

  private ServiceCommand() {}

  /**
   * The engine.
   *
   * @param root the built checkout
   * @param temporary for what libraries unpack
   * @param settings options of the virtual machine, those that set properties among them
   */
  public static Command engine(
      Path root, Path temporary, List<String> settings, Map<String, String> environment) {
    return java(root, temporary, "core-engine", ENGINE_JVM, settings, environment);
  }

  /** The gateway; the parameters are those of {@link #engine}. */
  public static Command gateway(
      Path root, Path temporary, List<String> settings, Map<String, String> environment) {
    return java(root, temporary, "web-gateway", GATEWAY_JVM, settings, environment);
  }

  private static Command java(
      Path root,
      Path temporary,
      String module,
      List<String> own,
      List<String> settings,
      Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow"); // Netty's; said once, it says nothing
    words.add("-Djava.io.tmpdir=" + temporary);
    words.addAll(SMALL_JVM);
    words.addAll(own);
    words.addAll(settings);
    words.add("-jar");
    words.add(root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar").toString());
    Map<String, String> all = new HashMap<>(FEW_ARENAS);
    all.putAll(environment);
    return new Command(words, all);
  }
}
