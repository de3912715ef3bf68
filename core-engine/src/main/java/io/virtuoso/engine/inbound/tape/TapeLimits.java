package io.virtuoso.engine.inbound.tape;

import java.time.Duration;

/**
 * How much of the disk a recording may take.
 *
 * @param partBytes a part is ended when its file has so many
 * @param partTime and when it has lasted so long
 * @param totalBytes of all parts together; the oldest are removed
 * @param freeBytes so many stay free on the disk: the oldest parts are removed, and when there are
 *     none, nothing is recorded until there is room again
 */
public record TapeLimits(long partBytes, Duration partTime, long totalBytes, long freeBytes) {
  private static final long LEAST_PART = 1 << 16;

  /** 256 MiB or an hour a part, 8 GiB in all, 1 GiB left free. */
  public static final TapeLimits USUAL =
      new TapeLimits(256L << 20, Duration.ofHours(1), 8L << 30, 1L << 30);

  /**
   * Limits that can be kept.
   *
   * @throws IllegalArgumentException when a part is below 64 KiB or a second, or there is no room
   *     for two
   */
  public TapeLimits {
    if (partBytes < LEAST_PART || partTime.toSeconds() < 1) {
      throw new IllegalArgumentException("a part has at least 65536 bytes and a second");
    }
    if (totalBytes < 2 * partBytes || freeBytes < 0) {
      throw new IllegalArgumentException(
          "there is room for two parts, and not less than none free");
    }
  }
}
