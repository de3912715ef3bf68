package io.virtuoso.storm.drill;

/** One thing that goes wrong, and what must hold meanwhile and afterwards. */
interface Drill {
  /** Its name in the list of failures, for example {@code R2}. */
  String code();

  String title();

  /** Why it cannot run here; empty when it can. */
  default String obstacle() {
    return "";
  }

  /** Whether it has no place in a build: it needs a machine of its own in any form, or minutes. */
  default boolean isLeftOutOfBuilds() {
    return false;
  }

  /** Breaks, measures, and leaves the mending to the arena. */
  void run(Arena arena, Report report) throws Exception;
}
