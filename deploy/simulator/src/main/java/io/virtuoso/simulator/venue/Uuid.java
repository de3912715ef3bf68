package io.virtuoso.simulator.venue;

/** Ids that look like random ones and are not: the same run gives the same. */
final class Uuid {
  private Uuid() {}

  static String of(String kind, long id) {
    long high = (id + kind.hashCode()) * 0x9E37_79B9_7F4A_7C15L;
    return "%08x-%04x-5%03x-8%03x-%012x"
        .formatted(
            high >>> 32,
            high >>> 16 & 0xffff,
            high & 0xfff,
            high >>> 50 & 0xfff,
            id & 0xffff_ffff_ffffL);
  }
}
