package io.virtuoso.engine.replay;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a file in words. */
final class Messages {
  private Messages() {}

  static @Nullable String of(@Nullable IOException failed) {
    return switch (failed) {
      case null -> null;
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case FileNotFoundException missing -> missing.getMessage();
      case AccessDeniedException denied -> "not allowed to open " + denied.getFile();
      case FileSystemException refused when refused.getReason() == null ->
          "cannot be opened: " + refused.getFile();
      default -> failed.getMessage();
    };
  }
}
