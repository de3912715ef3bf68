package io.virtuoso.gateway.serve.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.virtuoso.gateway.fixture.Patience;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Pages whose time stands still but for what a test lets pass, and for a frame whenever the test
 * has to wait: however busy the machine, nothing grows old while it is waited for.
 */
final class StandingPage {
  private static final int FRAME_MS = 16;
  private static final double LOOK_MS = 100;

  private StandingPage() {}

  /** Stops the time of every page of that context. */
  static void stop(BrowserContext context, Instant now) {
    Clock clock = context.clock();
    clock.install(new Clock.InstallOptions().setTime(now.minusSeconds(1).toString()));
    clock.pauseAt(now.toString());
  }

  /** Lets frames pass until that is so. */
  static void await(Page page, BooleanSupplier condition) {
    long end = System.nanoTime() + Patience.LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come about");
      }
      page.clock().runFor(FRAME_MS);
      page.waitForTimeout(LOOK_MS);
    }
  }

  /** Like Playwright's own, but it waits for long and lets a frame pass between two looks. */
  static LocatorAssertions assertThat(Locator locator) {
    return patient(locator.page(), PlaywrightAssertions.assertThat(locator));
  }

  private static LocatorAssertions patient(Page page, LocatorAssertions quick) {
    PlaywrightAssertions.setDefaultAssertionTimeout(LOOK_MS);
    return (LocatorAssertions)
        Proxy.newProxyInstance(
            LocatorAssertions.class.getClassLoader(),
            new Class<?>[] {LocatorAssertions.class},
            (proxy, method, arguments) ->
                method.getReturnType() == LocatorAssertions.class
                    ? patient(page, (LocatorAssertions) method.invoke(quick, arguments))
                    : repeated(page, quick, method, arguments));
  }

  private static Object repeated(
      Page page, LocatorAssertions quick, Method method, Object[] arguments) throws Throwable {
    long end = System.nanoTime() + Patience.LONG.toNanos();
    while (true) {
      try {
        return method.invoke(quick, arguments);
      } catch (InvocationTargetException thrown) {
        if (!(thrown.getCause() instanceof AssertionError) || System.nanoTime() > end) {
          throw thrown.getCause();
        }
      }
      page.clock().runFor(FRAME_MS);
    }
  }
}
