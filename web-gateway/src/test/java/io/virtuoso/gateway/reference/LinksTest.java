package io.virtuoso.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written for readers leads where it says. */
class LinksTest {
  private static final Path ROOT = Path.of(System.getProperty("checkout.root", ".."));
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".virtuoso");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  @Test
  void everyLinkWithinTheCheckoutLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> texts = texts();
    for (Path text : texts) {
      for (MatchResult link : LINK.matcher(Files.readString(text)).results().toList()) {
        URI address = URI.create(link.group(1));
        if (address.getScheme() == null && !leadsSomewhere(text, address)) {
          broken.add(ROOT.relativize(text) + ": " + address);
        }
      }
    }
    assertThat(texts).hasSizeGreaterThan(20);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyDecisionIsInTheIndex() throws IOException {
    Path folder = ROOT.resolve("docs/decisions");
    String index = Files.readString(folder.resolve("README.md"));
    try (Stream<Path> decisions = Files.list(folder)) {
      assertThat(decisions.map(each -> each.getFileName().toString()))
          .hasSizeGreaterThan(10)
          .filteredOn(name -> !name.equals("README.md"))
          .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
    }
  }

  private static boolean leadsSomewhere(Path text, URI address) throws IOException {
    String path = address.getPath();
    Path target = path.isEmpty() ? text : text.resolveSibling(path);
    String heading = address.getFragment();
    return Files.exists(target)
        && (heading == null
            || HEADING
                .matcher(Files.readString(target))
                .results()
                .anyMatch(each -> anchor(each.group(1)).equals(heading)));
  }

  /** How a heading is addressed. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{Alnum}_\\- ]", "")
        .replace(' ', '-');
  }

  private static List<Path> texts() throws IOException {
    List<Path> texts = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }
}
