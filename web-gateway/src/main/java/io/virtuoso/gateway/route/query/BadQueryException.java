package io.virtuoso.gateway.route.query;

/** A parameter that cannot be read, which is the caller's fault and says which one it was: 400. */
public final class BadQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String rule;

  /**
   * That parameter does not keep that rule.
   *
   * @param rule what would have been right, in plain words
   */
  public BadQueryException(String parameter, String rule) {
    super(parameter + ": " + rule, null, false, false);
    this.parameter = parameter;
    this.rule = rule;
  }

  public String parameter() {
    return parameter;
  }

  public String rule() {
    return rule;
  }
}
