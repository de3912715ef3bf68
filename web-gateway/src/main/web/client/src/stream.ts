/**
 * The subscription to a gateway: hello and resume, sequence check with one resync per gap, heartbeat
 * deadline, full-jitter reconnection; where no WebSocket gets through, server-sent events, then
 * polling, while sockets are still tried. Knows no DOM: clocks, timers and sockets are handed in.
 */

import { type ChannelState, distrust, EMPTY, type Frame, polled, reduce } from "./reducer.ts";

/** What this needs of a `WebSocket`. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
}

/** What this needs of an `EventSource`. */
export interface Events {
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** @param body of a 200, parsed */
export interface Answer {
  status: number;
  etag: string | null;
  body: unknown;
}

export interface Surroundings {
  socket(): Socket;
  events(query: string): Events;
  ask(path: string, etag: string | null): Promise<Answer>;
  /** Monotonic, ms. */
  now(): number;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
  after(ms: number, run: () => void): unknown;
  cancel(timer: unknown): void;
}

export type Via = "socket" | "events" | "poll";

export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "open"; readonly via: Via }
  /** @param retryAt monotonic ms */
  | { readonly kind: "lost"; readonly retryAt: number }
  | { readonly kind: "paused" };

export interface Listener {
  changed(channel: string, state: ChannelState): void;
  /** The server's clock, RFC 3339. */
  heartbeat(time: string): void;
  connection(connection: Connection): void;
}

/** One way to the server. */
interface Line {
  readonly via: Via;
  readonly send: ((message: object) => void) | null;
  close(): void;
  deadline: unknown;
}

const DEFAULT_HEARTBEAT_MS = 5_000;
const DEADLINE_HEARTBEATS = 2.5;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 30_000;
const REFUSED_RETRY_MS = 5_000;
const POLL_MS = 5_000;
const FAILURES_BEFORE_FALLBACK = 3;

export class Stream {
  private readonly states = new Map<string, ChannelState>();
  private readonly laggingAt = new Map<string, number>();
  private readonly etags = new Map<string, string | null>();
  private socket: Line | null = null;
  private fallback: Line | null = null;
  private live: Line | null = null;
  private epoch: string | null = null;
  private failures = 0;
  private eventFailures = 0;
  private heartbeatMs = DEFAULT_HEARTBEAT_MS;
  private retryRange: [number, number] | null = null;
  private retryTimer: unknown;
  private resyncTimer: unknown;
  private refusedTimer: unknown;
  private requests = 0;

  /** @param channels name to wished updates per second: 1, 2 or 4 */
  constructor(
    private readonly channels: ReadonlyMap<string, number>,
    private readonly around: Surroundings,
    private readonly listener: Listener,
  ) {
    for (const channel of channels.keys()) {
      this.states.set(channel, EMPTY);
    }
  }

  state(channel: string): ChannelState {
    return this.states.get(channel) ?? EMPTY;
  }

  /** Connects unless connected; cuts a waiting retry short. */
  connect(): void {
    if (this.socket) {
      return;
    }
    this.around.cancel(this.retryTimer);
    if (!this.live) {
      this.listener.connection({ kind: "connecting" });
    }
    const socket = this.around.socket();
    const line = this.open("socket", socket, (message) => socket.send(JSON.stringify(message)));
    this.socket = line;
    socket.onopen = () => line.send?.({ op: "hello", ...this.resume() });
    socket.onmessage = (event) => this.receive(line, event.data);
    socket.onclose = () => this.lost(line);
  }

  /** Closes until `connect` is called; what is held stays for the resume. */
  pause(): void {
    this.around.cancel(this.retryTimer);
    this.drop(this.socket);
    this.drop(this.fallback);
    this.listener.connection({ kind: "paused" });
  }

  private open(via: Via, end: { close(): void }, send: Line["send"] = null): Line {
    const line: Line = {
      via,
      send,
      deadline: null,
      close: () => {
        Object.assign(end, { onopen: null, onmessage: null, onclose: null, onerror: null });
        end.close();
      },
    };
    this.expectFrame(line);
    return line;
  }

  private held(): [string, number][] {
    return [...this.states].flatMap(([channel, { seq }]): [string, number][] =>
      seq === null ? [] : [[channel, seq]],
    );
  }

  private resume(): object {
    return this.epoch === null
      ? {}
      : { resume: { epoch: this.epoch, seq: Object.fromEntries(this.held()) } };
  }

  private receive(line: Line, text: unknown): void {
    const frame = parse(text);
    if (!frame) {
      return;
    }
    this.expectFrame(line);
    switch (frame.op) {
      case "welcome":
        this.welcome(line, frame);
        break;
      case "heartbeat":
        if (line === this.live) {
          this.failures = 0;
          this.heartbeat(frame);
        } else if (line.send) {
          line.send({ op: "hello", ...this.resume() }); // the welcome was lost
        } else {
          this.lost(line);
        }
        break;
      case "error":
        this.refused(frame.channel ?? "");
        break;
      case "bye":
        this.bye(frame.retry_ms);
        break;
      default:
        this.channelFrame(frame);
    }
  }

  private welcome(line: Line, frame: Frame): void {
    if (typeof frame.heartbeat_ms === "number" && frame.heartbeat_ms >= 100) {
      this.heartbeatMs = frame.heartbeat_ms;
    }
    const epoch = String(frame.epoch ?? "");
    if (this.epoch !== epoch) {
      for (const [channel, state] of this.states) {
        this.states.set(channel, distrust(state));
      }
    }
    this.epoch = epoch;
    if (line === this.socket) {
      this.drop(this.fallback);
      this.eventFailures = 0;
    }
    this.live = line;
    for (const channel of this.channels.keys()) {
      this.subscribe(channel);
    }
    this.listener.connection({ kind: "open", via: line.via });
  }

  private channelFrame(frame: Frame): void {
    const channel = frame.channel ?? "";
    const before = this.states.get(channel);
    if (!before) {
      return;
    }
    const { state, resync } = reduce(before, frame);
    this.states.set(channel, state);
    if (resync) {
      this.resync(channel);
    }
    if (state !== before && !state.awaiting) {
      this.failures = 0;
      this.listener.changed(channel, state);
    }
  }

  private heartbeat(frame: Frame): void {
    if (typeof frame.time === "string") {
      this.listener.heartbeat(frame.time);
    }
    const heads = (frame.seq ?? {}) as Record<string, unknown>;
    for (const [channel, state] of this.states) {
      const head = heads[channel];
      const held = state.seq ?? 0;
      if (typeof head !== "number" || head <= held) {
        this.laggingAt.delete(channel);
      } else if (this.laggingAt.get(channel) !== held) {
        // conflation may hold the newest delta back for a moment: only no movement at all is a loss
        this.laggingAt.set(channel, held);
      } else {
        this.laggingAt.delete(channel);
        this.states.set(channel, { ...state, awaiting: true });
        this.resync(channel);
      }
    }
  }

  private bye(range: unknown): void {
    if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite)) {
      const [low, high] = range as [number, number];
      this.retryRange = [Math.max(0, low), Math.min(BACKOFF_CAP_MS, Math.max(low, high))];
    }
  }

  private subscribe(channel: string): void {
    this.live?.send?.({
      op: "subscribe",
      id: ++this.requests,
      channel,
      hz: this.channels.get(channel),
    });
  }

  /** A snapshot that was asked for after a gap and does not come is worth a new connection. */
  private resync(channel: string): void {
    const line = this.live;
    if (line?.send) {
      this.subscribe(channel);
    } else if (line === this.fallback && line?.via === "events") {
      this.drop(line);
      this.listen();
    }
    this.around.cancel(this.resyncTimer);
    this.resyncTimer = this.around.after(this.heartbeatMs * DEADLINE_HEARTBEATS, () => {
      if (this.live && [...this.states.values()].some((state) => state.awaiting)) {
        this.lost(this.live);
      }
    });
  }

  /** There is nothing on that channel yet: asked again, for the server does not remember. */
  private refused(channel: string): void {
    if (!this.states.get(channel)?.awaiting) {
      return;
    }
    this.around.cancel(this.refusedTimer);
    this.refusedTimer = this.around.after(REFUSED_RETRY_MS, () => {
      for (const [name, state] of this.states) {
        if (state.awaiting) {
          this.subscribe(name);
        }
      }
    });
  }

  /** No frame for 2.5 heartbeats means that the line is dead, whatever it says of itself. */
  private expectFrame(line: Line): void {
    this.around.cancel(line.deadline);
    line.deadline = this.around.after(this.heartbeatMs * DEADLINE_HEARTBEATS, () =>
      this.lost(line),
    );
  }

  private lost(line: Line): void {
    if (line === this.socket) {
      this.drop(line);
      const delay = this.delay();
      this.failures++;
      this.retryTimer = this.around.after(delay, () => this.connect());
      if (!this.fallback && this.failures >= FAILURES_BEFORE_FALLBACK) {
        this.listen();
      }
      if (!this.live) {
        this.listener.connection({ kind: "lost", retryAt: this.around.now() + delay });
      }
    } else if (line === this.fallback) {
      this.drop(line);
      this.eventFailures++;
      this.listen();
    }
  }

  private delay(): number {
    const asked = this.retryRange;
    this.retryRange = null;
    if (asked) {
      return asked[0] + this.around.random() * (asked[1] - asked[0]);
    }
    return this.around.random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** this.failures);
  }

  /** Server-sent events, and when they do not come either, polling. */
  private listen(): void {
    if (this.eventFailures >= FAILURES_BEFORE_FALLBACK) {
      this.poll();
      return;
    }
    const hz = Math.max(...this.channels.values());
    const query = new URLSearchParams({ hz: String(hz) });
    for (const channel of this.channels.keys()) {
      query.append("channel", channel);
    }
    for (const [channel, seq] of this.epoch === null ? [] : this.held()) {
      if (!this.state(channel).awaiting) {
        query.append("held", `${this.epoch}:${seq}:${channel}`);
      }
    }
    const events = this.around.events(query.toString());
    const line = this.open("events", events);
    this.fallback = line;
    events.onmessage = (event) => this.receive(line, event.data);
    events.onerror = () => this.lost(line);
  }

  private poll(): void {
    const line = this.open("poll", { close: () => this.around.cancel(timer) });
    let timer: unknown;
    this.around.cancel(line.deadline); // each answer has the browser's own limit
    this.fallback = line;
    const round = async () => {
      await Promise.all([...this.channels.keys()].map((channel) => this.ask(line, channel)));
      if (line === this.fallback) {
        timer = this.around.after(POLL_MS, round);
      }
    };
    void round();
  }

  private async ask(line: Line, channel: string): Promise<void> {
    try {
      const answer = await this.around.ask(pathOf(channel), this.etags.get(channel) ?? null);
      if (line !== this.fallback || (answer.status !== 200 && answer.status !== 304)) {
        return;
      }
      if (this.live !== line) {
        this.live = line;
        this.listener.connection({ kind: "open", via: "poll" });
      }
      if (answer.status === 200) {
        const state = polled(answer.body);
        this.etags.set(channel, answer.etag);
        this.states.set(channel, state);
        this.listener.changed(channel, state);
      }
    } catch {
      // unreachable: the next round asks again, and the sockets' retries tell how it stands
    }
  }

  private drop(line: Line | null): void {
    if (!line) {
      return;
    }
    if (line === this.socket) {
      this.socket = null;
    } else {
      this.fallback = null;
    }
    if (line === this.live) {
      this.live = null;
    }
    this.around.cancel(line.deadline);
    this.around.cancel(this.resyncTimer);
    this.around.cancel(this.refusedTimer);
    this.laggingAt.clear();
    line.close();
  }
}

/** Where the channel's document is served. */
function pathOf(channel: string): string {
  const symbol = channel.split(":")[1];
  if (symbol) {
    return `/api/dashboard/confluence/${symbol}`;
  }
  return channel === "scores"
    ? "/api/market/symbols"
    : channel === "overview"
      ? "/api/market/overview"
      : `/api/${channel}`;
}

function parse(text: unknown): Frame | null {
  try {
    const value: unknown = JSON.parse(text as string);
    return typeof value === "object" && value !== null && "op" in value ? (value as Frame) : null;
  } catch {
    return null;
  }
}
