package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the web build left under {@code /assets}: file names carry the hash of their content.
 *
 * @param script the module that takes over a page
 * @param style the style sheet
 * @param preload modules that the script imports at once
 * @param files every file, those above included
 */
public record Assets(String script, String style, List<String> preload, List<String> files) {
  static final String FOLDER = "META-INF/resources/assets/";

  public Assets {
    preload = List.copyOf(preload);
    files = List.copyOf(files);
  }

  /** Reads the manifest of the build that this program was packaged with. */
  static Assets load() {
    try {
      return new ObjectMapper().readValue(bytes("manifest.json"), Assets.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("no web build in this program", unreadable);
    }
  }

  /** The content of one of {@link #files}. */
  static byte[] bytes(String file) throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new FileNotFoundException(FOLDER + file);
      }
      return in.readAllBytes();
    }
  }
}
