package io.virtuoso.gateway.serve.guard.key;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key may do. */
public enum Role {
  /** What anybody may, within limits of its own. */
  USER,
  /** Everything. */
  ADMIN;

  /** The name in configuration and in {@code @RolesAllowed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all that this role may act as. */
  public Set<String> codes() {
    return this == ADMIN ? Set.of(USER.code(), ADMIN.code()) : Set.of(code());
  }

  static Optional<Role> ofCode(String code) {
    for (Role each : values()) {
      if (each.code().equals(code)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
