package io.virtuoso.storm.drill;

import io.virtuoso.storm.drill.SlowClient.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * G9: one address opens many connections and sends a head, or a body, or takes an answer, a byte at
 * a time.
 */
final class Slowloris implements Drill {
  private static final double PER_ADDRESS = 200;
  private static final double REQUEST_DEADLINE_S = 10;
  private static final double READ_DEADLINE_S = 20;

  /** Who has all answers ready for him in Linux's buffers is idle, as far as a gateway can see. */
  private static final double IDLE_S = 60;

  private static final long SECOND = 1_000_000_000;

  /** By itself slowhttptest opens 50 a second, with which not so many would be held at once. */
  private static final long PER_SECOND = 150;

  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final String SLOW = "virtuoso_connections_refused_total{reason=\"slow\"";

  /** The longest that anybody may have. */
  private static final Pattern CHART = Pattern.compile("chart-\\w+\\.js");

  private static final Pattern SCRIPT = Pattern.compile("/assets/board-\\w+\\.js");

  @Override
  public String code() {
    return "G9";
  }

  @Override
  public String title() {
    return "slow heads, bodies and readers";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Duration head = report.scale().seconds(1, REQUEST_DEADLINE_S);
    Duration body = report.scale().seconds(2, REQUEST_DEADLINE_S);
    Duration read = report.scale().seconds(1, READ_DEADLINE_S);
    Duration idle = report.scale().seconds(2, IDLE_S);
    String own = "virtuoso.gateway.connections.";
    try (Gateway gateway =
        arena.startGateway(
            "gateway-besieged",
            Map.of(
                own + "head-deadline",
                GatewayDefaults.text(head),
                own + "body-deadline",
                GatewayDefaults.text(body),
                own + "slow-read",
                GatewayDefaults.text(read),
                "quarkus.http.idle-timeout",
                GatewayDefaults.text(idle)))) {
      arena.awaitFresh(gateway);
      String chart = chart(gateway);
      besiege(gateway, report, Way.HEAD, chart, head);
      besiege(gateway, report, Way.BODY, chart, body);
      double slow = gateway.metric(SLOW);
      besiege(gateway, report, Way.READ, chart, idle);
      report.injected(
          "read: let go because they took next to nothing", gateway.metric(SLOW) - slow);
    }
  }

  private static void besiege(
      Gateway gateway, Report report, Way way, String longAnswer, Duration deadline)
      throws Exception {
    String attacker = way.from();
    String name = way.name().toLowerCase(Locale.ROOT) + ": ";
    int wanted = report.scale().count(250, 2_000);
    List<SlowClient> clients = new ArrayList<>();
    List<SlowClient> dripping = new ArrayList<>();
    try (Load load = Load.on(gateway.port(), report)) {
      long opening = System.nanoTime();
      for (int i = 0; i < wanted; i++) {
        if (way != Way.HEAD) { // what these begin with is a whole head, and asks the gateway
          LockSupport.parkNanos(opening + i * SECOND / PER_SECOND - System.nanoTime());
        }
        int questions = i % SlowClient.MANY == 0 ? SlowClient.MANY : 1;
        SlowClient.open(way, gateway.port(), longAnswer, questions).ifPresent(clients::add);
      }
      dripping.addAll(clients);
      long began = System.nanoTime();
      Patience.until(SETTLED, () -> held(gateway, attacker) <= PER_ADDRESS);
      int held = held(gateway, attacker);
      report.injected(name + "connections opened", clients.size());
      report.injected(name + "of them held by the gateway", held);
      report.atMost(name + "of them held by the gateway", held, PER_ADDRESS, "of " + wanted);
      Duration siege = deadline.plus(report.scale().seconds(4, 50));
      int left = held;
      while (left > 0 && System.nanoTime() - began < siege.toNanos()) {
        drip(dripping);
        Thread.sleep(100);
        left = held(gateway, attacker);
      }
      report.within(
          name + "the last of them gone",
          (System.nanoTime() - began) / 1_000_000,
          deadline.toMillis() + 1_000);
      report.exactly(name + "left after the deadline", left, 0, "of " + held);
      report.served(name, load.stop().all(), 100);
    } finally {
      for (SlowClient client : clients) {
        client.close();
      }
    }
  }

  private static void drip(List<SlowClient> clients) {
    for (Iterator<SlowClient> each = clients.iterator(); each.hasNext(); ) {
      if (!each.next().drips()) {
        each.remove();
      }
    }
  }

  private static int held(Gateway gateway, String attacker) throws IOException {
    return KernelTable.open(gateway.port(), attacker);
  }

  /** Where the longest script is; its name has its content's digest in it. */
  private static String chart(Gateway gateway) throws IOException {
    String page = gateway.get("/").text();
    String script = gateway.get(first(SCRIPT, page)).text();
    return "/assets/" + first(CHART, script);
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("nothing like " + pattern + " there");
    }
    return found.group();
  }
}
