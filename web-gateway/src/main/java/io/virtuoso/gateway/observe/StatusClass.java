package io.virtuoso.gateway.observe;

/** The status of a response as a label: bounded, and what costs nothing to send kept apart. */
enum StatusClass {
  INFORMATION("1xx"),
  SUCCESS("2xx"),
  NOT_MODIFIED("304"),
  REDIRECTION("3xx"),
  REFUSED("4xx"),
  TOO_MANY("429"),
  FAILED("5xx");

  private final String code;

  StatusClass(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  static StatusClass of(int status) {
    return switch (status) {
      case 304 -> NOT_MODIFIED;
      case 429 -> TOO_MANY;
      default ->
          switch (status / 100) {
            case 1 -> INFORMATION;
            case 2 -> SUCCESS;
            case 3 -> REDIRECTION;
            case 4 -> REFUSED;
            default -> FAILED;
          };
    };
  }
}
