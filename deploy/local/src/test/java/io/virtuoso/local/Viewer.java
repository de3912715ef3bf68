package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import io.virtuoso.local.process.Leash;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A person with a real browser, who notes every error and every request to another host. */
final class Viewer implements AutoCloseable {
  /** For a busy machine; what comes earlier ends the waiting. */
  private static final double PATIENCE_MS = 120_000;

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** Every value shown, by where it stands, with its state; ages excepted, which may grow. */
  private static final String CELLS =
      """
      () => [...document.querySelectorAll('main [data-field][data-state]:not([data-field=age])')]
        .filter(node => !node.closest('template'))
        .map(node => [
          (node.closest('[data-symbol]')?.dataset.symbol ?? 'market') + ' ' + node.dataset.field,
          node.dataset.field === 'bars' ? node.getAttribute('aria-label') : node.textContent,
          node.dataset.state])
      """;

  private final Playwright playwright;
  private final Browser browser;
  private final String root;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();

  /** What stands in one place of the page. */
  record Cell(String text, String state) {
    boolean isBlank() {
      return text.equals("—") || text.equals("too old to show");
    }
  }

  private Viewer(Playwright playwright, Browser browser, String root) {
    this.playwright = playwright;
    this.browser = browser;
    this.root = root;
  }

  /** Starts a browser; skips the test where there is none. */
  static Viewer of(String root) {
    Optional<Path> chromium =
        Stream.concat(
                Stream.ofNullable(System.getenv("VIRTUOSO_CHROMIUM")).map(Path::of),
                BROWSERS.stream().flatMap(name -> Leash.onPath(name).stream()))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "no Chromium; VIRTUOSO_CHROMIUM can name one");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    Playwright playwright = Playwright.create();
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    return new Viewer(playwright, browser, root);
  }

  /** Opens a page in a window of its own. Its clock runs as usual until the test moves it. */
  Page open(String path) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(PATIENCE_MS);
    contexts.add(context);
    context.clock().install();
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onRequest(this::note);
    page.onWebSocket(socket -> note(socket.url()));
    page.navigate(root + path);
    page.evaluate("window.neverReloaded = true");
    return page;
  }

  private void note(Request request) {
    note(request.url());
  }

  private void note(String url) {
    URI address = URI.create(url.startsWith("data:") ? root : url);
    if (!address.getAuthority().equals(URI.create(root).getAuthority())) {
      foreign.add(url);
    }
  }

  static boolean isStillTheSame(Page page) {
    return Boolean.TRUE.equals(page.evaluate("window.neverReloaded === true"));
  }

  static Map<String, Cell> cells(Page page) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (Object one : (List<?>) page.evaluate(CELLS)) {
      List<?> parts = (List<?>) one;
      cells.put(
          String.valueOf(parts.get(0)),
          new Cell(String.valueOf(parts.get(1)), String.valueOf(parts.get(2))));
    }
    return cells;
  }

  /** Fails when anything was wrong, or asked for elsewhere; begins anew. */
  void assertContent() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    assertThat(foreign).as("requests to other hosts").isEmpty();
    assertThat(complaints).as("errors and policy violations in the browser").isEmpty();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
