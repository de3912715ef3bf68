package io.virtuoso.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything about the gateway that an operator may change, with its defaults. */
@ConfigMapping(prefix = "virtuoso.gateway")
public interface GatewaySettings {
  Local local();

  Redis redis();

  Memcached memcached();

  Updates updates();

  Engine engine();

  Guard guard();

  Connections connections();

  Stream stream();

  Tuning tuning();

  /** How far into the future a document may claim to be before it is refused. */
  @WithDefault("5m")
  Duration maxLead();

  /** After an attempt that brought nothing fresh, the next one for that key waits this long. */
  @WithDefault("500ms")
  Duration retryAfter();

  /** How long a request waits for a newer copy when it has one to show that is marked stale. */
  @WithDefault("50ms")
  Duration patience();

  /** How long a start may take to fill the first tier; then the gateway is ready, filled or not. */
  @WithDefault("5s")
  Duration warmStart();

  /** Keys that may be on their way from the shared tiers or the engine at once. */
  @WithDefault("512")
  int maxFlights();

  /** The first tier. */
  interface Local {
    /** Bound of all documents with their encodings, in bytes. */
    @WithDefault("24M")
    MemorySize maxBytes();

    /** Bound of the encoded views computed from documents, in bytes. */
    @WithDefault("6M")
    MemorySize maxViewBytes();
  }

  /** The second tier; hosts and pool are Quarkus's own settings. */
  interface Redis {
    /** What one command may take. */
    @WithDefault("50ms")
    Duration budget();

    /** Commands in flight at once; more are skipped. */
    @WithDefault("64")
    int maxInFlight();

    /** Failures in a row that open the breaker. */
    @WithDefault("5")
    int failures();

    /** How long the breaker stays open before a probe. */
    @WithDefault("1s")
    Duration open();
  }

  /** The third tier. */
  interface Memcached {
    /** {@code host:port} of each node; absent or empty switches the tier off. */
    Optional<List<String>> address();

    /** What one read may take. */
    @WithDefault("50ms")
    Duration budget();

    /** What one attempt to connect may take. */
    @WithDefault("500ms")
    Duration connectTimeout();

    /** Reads in flight at once, over all nodes; more are skipped. */
    @WithDefault("16")
    int maxInFlight();

    /** Failures in a row that open the breaker. */
    @WithDefault("5")
    int failures();

    /** How long the breaker stays open before a probe. */
    @WithDefault("1s")
    Duration open();

    /** How long a value may stay at most; its drop limit is shorter, and an hour is the longest. */
    @WithDefault("1h")
    Duration timeToLive();
  }

  /** The subscription to the engine's announcements. */
  interface Updates {
    /** Silence of the heartbeat after which the subscription counts as lost. */
    @WithDefault("3s")
    Duration silence();

    /** Longest wait between two attempts to subscribe. */
    @WithDefault("2s")
    Duration maxBackoff();

    /** How often the versions of held keys are polled, in case an announcement was missed. */
    @WithDefault("1s")
    Duration poll();

    /** How many of the hottest keys a poll covers. */
    @WithDefault("256")
    int maxPolled();
  }

  /** Where the engine is and what is believed of it. */
  interface Engine {
    /** Scheme, host and port; nothing else chooses whom the gateway calls. */
    @WithDefault("http://127.0.0.1:8003")
    URI url();

    /** What connecting may take, waiting for a connection of the pool included. */
    @WithDefault("250ms")
    Duration connectTimeout();

    /** From a call to the last byte of its answer. */
    @WithDefault("800ms")
    Duration deadline();

    /** Longest body that is accepted, in bytes; 4 MB is the most. */
    @WithDefault("4M")
    MemorySize maxBody();
  }

  /** What a client may do. */
  interface Guard {
    /** Requests per second and client; 0 switches the limit off. */
    @WithDefault("100")
    int rate();

    /** Requests that a client may save up. */
    @WithDefault("200")
    int burst();

    /**
     * Ranges of candles per second and client that have to be fetched, since nobody asked for them
     * before; there is no end of such ranges.
     */
    @WithDefault("20")
    int rangeRate();

    /** Such ranges that a client may save up. */
    @WithDefault("60")
    int rangeBurst();

    /** Clients remembered at once, 16 bytes each. */
    @WithDefault("65536")
    int maxClients();

    /** Requests under way at once, streams not counted, before the first are turned away. */
    @WithDefault("1024")
    int maxUnderWay();

    /** API keys, each {@code name:role:hash}; {@code deploy/api-key} makes one. */
    Optional<List<String>> keys();

    /** A file of more of them, one per line. */
    Optional<Path> keyFile();

    /** API keys that nobody has, per client and minute, before the answer is 429. */
    @WithDefault("5")
    int badKeysPerMinute();

    /** Administrative requests per minute and key. */
    @WithDefault("30")
    int adminPerMinute();

    /** Networks of proxies that may say in a header whom they ask for, like {@code 10.0.0.0/8}. */
    Optional<List<String>> trustedProxies();

    /**
     * Exact origins that may open the stream, like {@code https://virtuoso.example}. Absent, they
     * are those of the host that was asked, if that is an address or {@code localhost}.
     */
    Optional<List<String>> origins();

    /** Whether a program without an Origin header may open the stream; browsers always have one. */
    @WithDefault("true")
    boolean allowMissingOrigin();
  }

  /** What connections to the public port may take, before there is a request. */
  interface Connections {
    /** At once; never more than the process may have files open. */
    @WithDefault("12000")
    int total();

    /** At once from one address, streams included; trusted proxies are not bound by it. */
    @WithDefault("200")
    int perClient();

    /** From a request's first byte to the end of its head, however it trickles. */
    @WithDefault("10s")
    Duration headDeadline();

    /** From there to the end of its body. */
    @WithDefault("10s")
    Duration bodyDeadline();

    /** How long a client may take next to nothing of what is ready for it. */
    @WithDefault("20s")
    Duration slowRead();

    /** Longest body of a request, in bytes. */
    @WithDefault("64K")
    MemorySize maxBody();

    /** Whether live documents are answered before the framework sees the request. */
    @WithDefault("true")
    boolean shortcut();
  }

  /** The stream, over WebSockets and as server-sent events. */
  interface Stream {
    /** How often each connection is told that we are there. */
    @WithDefault("5s")
    Duration heartbeat();

    /** Channels that one connection may follow. */
    @WithDefault("50")
    int maxSubscriptions();

    /** Connections at once. */
    @WithDefault("10000")
    int maxConnections();

    /** Connections of one client at once. */
    @WithDefault("100")
    int maxConnectionsPerClient();

    /** Messages per second that a client may send. */
    @WithDefault("20")
    int maxMessagesPerSecond();

    /** Bytes handed to one connection and not yet taken by the network. */
    @WithDefault("256K")
    MemorySize maxPending();

    /** Bytes of deltas that each channel and rate remembers for those who missed some. */
    @WithDefault("256K")
    MemorySize maxRecent();

    /** How long a connection may stay slow. */
    @WithDefault("10s")
    Duration slowGrace();

    /** Silence, pongs included, after which a connection is closed. */
    @WithDefault("30s")
    Duration idle();
  }

  /** The cache manager, which learns from what is asked. */
  interface Tuning {
    /** How often it looks and decides. */
    @WithDefault("3m")
    Duration period();

    /** Keys whose use is remembered at once. */
    @WithDefault("2000")
    int maxKeys();

    /** Answers per second from which a published key is kept new, asked or not. */
    @WithDefault("0.1")
    double hot();

    /** Answers per second at which such a key is let go; between the two it stays what it is. */
    @WithDefault("0.01")
    double cold();

    /** Keys kept new at once because they are hot. */
    @WithDefault("256")
    int maxHot();

    /** Keys that are never let go: every visitor's first question. */
    @WithDefault("dashboard/overview,market/overview,market/symbols,status")
    List<String> pinned();

    /** Decisions remembered. */
    @WithDefault("200")
    int maxDecisions();
  }
}
