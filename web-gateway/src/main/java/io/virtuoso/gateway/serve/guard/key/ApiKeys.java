package io.virtuoso.gateway.serve.guard.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are known, each by its SHA-256. A key is 32 random bytes, so there is no dictionary
 * that a slower hash or a salt would have to hold off; a shorter one is refused whatever its hash.
 */
public final class ApiKeys {
  private static final int MAX_KEYS = 1_000;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 256;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  private final List<Entry> entries;

  private static final class Entry {
    private final Caller caller;
    private final byte[] hash;

    Entry(Caller caller, byte[] hash) {
      this.caller = caller;
      this.hash = hash;
    }
  }

  private ApiKeys(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * The keys of those lines, each {@code name:role:hash}, the hash being the key's SHA-256 in hex.
   *
   * @throws IllegalArgumentException when a line is anything else; the message counts lines and
   *     repeats none, for it may be a key
   */
  public static ApiKeys of(List<String> lines) {
    if (lines.size() > MAX_KEYS) {
      throw new IllegalArgumentException("more than " + MAX_KEYS + " API keys");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = entry(lines.get(i).strip(), i + 1);
      if (!names.add(entry.caller.name())) {
        throw new IllegalArgumentException("API key %d has another one's name".formatted(i + 1));
      }
      entries.add(entry);
    }
    return new ApiKeys(entries);
  }

  public int size() {
    return entries.size();
  }

  /** Whose key that is; null when it is nobody's. Takes as long for any key of that length. */
  @Nullable Caller find(String key) {
    if (key.length() < MIN_LENGTH || key.length() > MAX_LENGTH) {
      return null;
    }
    byte[] hash = sha256(key);
    Caller found = null;
    for (Entry each : entries) { // all of them, so that the time tells nothing
      if (MessageDigest.isEqual(each.hash, hash)) {
        found = each.caller;
      }
    }
    return found;
  }

  private static Entry entry(String line, int number) {
    String[] parts = line.split(":", -1);
    if (parts.length != 3 || !NAME.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("API key %d is not name:role:hash".formatted(number));
    }
    Role role =
        Role.ofCode(parts[1])
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "API key %d has neither role user nor admin".formatted(number)));
    if (!parts[2].matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "API key %d has no SHA-256 in lower-case hex; deploy/api-key makes one"
              .formatted(number));
    }
    return new Entry(new Caller(parts[0], role), HexFormat.of().parseHex(parts[2]));
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }
}
