package io.virtuoso.gateway.observe.alert;

/**
 * What one look at a condition found.
 *
 * @param detail numbers and words for a person
 */
public record Finding(Verdict verdict, String detail) {
  /** Raising and clearing have different bounds; what lies between them changes nothing. */
  public enum Verdict {
    BAD,
    /** Neither bad enough to raise nor good enough to clear. */
    BETWEEN,
    GOOD,
    /** Too little happened to tell: raises nothing, and clears like a good one. */
    NO_EVIDENCE
  }

  /** A number of which more is worse: bad above {@code raise}, good below {@code clear}. */
  public static Finding high(double value, double raise, double clear, String detail) {
    if (Double.isNaN(value)) {
      return noEvidence();
    }
    Verdict verdict = value > raise ? Verdict.BAD : value < clear ? Verdict.GOOD : Verdict.BETWEEN;
    return new Finding(verdict, detail);
  }

  /** A number of which less is worse: bad below {@code raise}, good above {@code clear}. */
  public static Finding low(double value, double raise, double clear, String detail) {
    return high(-value, -raise, -clear, detail);
  }

  /** A condition that either is or is not. */
  public static Finding of(boolean bad, String detail) {
    return new Finding(bad ? Verdict.BAD : Verdict.GOOD, detail);
  }

  public static Finding noEvidence() {
    return new Finding(Verdict.NO_EVIDENCE, "too little traffic to tell");
  }

  boolean isGood() {
    return verdict == Verdict.GOOD || verdict == Verdict.NO_EVIDENCE;
  }
}
