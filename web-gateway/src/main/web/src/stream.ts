/**
 * The subscription to `/ws`: hello and resume, sequence check with one resync per gap, heartbeat
 * deadline, full-jitter reconnection. Knows no DOM; clocks, timers and sockets are handed in.
 */

import { type ChannelState, distrust, EMPTY, type Frame, reduce } from "./reducer.ts";

export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface Surroundings {
  open(): Socket;
  /** Monotonic, ms. */
  now(): number;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
  after(ms: number, run: () => void): unknown;
  cancel(timer: unknown): void;
}

export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  /** @param retryAt monotonic ms */
  | { readonly kind: "lost"; readonly retryAt: number }
  | { readonly kind: "paused" };

export interface Listener {
  changed(channel: string, state: ChannelState): void;
  /** The server's clock, RFC 3339. */
  heartbeat(time: string): void;
  connection(connection: Connection): void;
}

const DEFAULT_HEARTBEAT_MS = 5_000;
const DEADLINE_HEARTBEATS = 2.5;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 30_000;
const REFUSED_RETRY_MS = 5_000;
/** The server forgets a channel that nobody follows for 30 s; its numbers then begin anew. */
const RESUME_WITHIN_MS = 25_000;

export class Stream {
  private readonly states = new Map<string, ChannelState>();
  private readonly laggingAt = new Map<string, number>();
  private socket: Socket | null = null;
  private epoch: string | null = null;
  private attempts = 0;
  private heartbeatMs = DEFAULT_HEARTBEAT_MS;
  private retryRange: [number, number] | null = null;
  private retryTimer: unknown = null;
  private deadlineTimer: unknown = null;
  private resyncTimer: unknown = null;
  private refusedTimer: unknown = null;
  private heardAt = Number.NEGATIVE_INFINITY;
  private requests = 0;

  /** @param channels name to wished updates per second */
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
    this.listener.connection({ kind: "connecting" });
    const socket = this.around.open();
    this.socket = socket;
    socket.onopen = () => this.hello(socket);
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.lost(socket);
    this.expectFrame();
  }

  /** Closes until `connect` is called; what is held stays for the resume. */
  pause(): void {
    this.around.cancel(this.retryTimer);
    this.drop();
    this.listener.connection({ kind: "paused" });
  }

  private hello(socket: Socket): void {
    if (this.around.now() - this.heardAt > RESUME_WITHIN_MS) {
      this.epoch = null;
    }
    const seq: Record<string, number> = {};
    for (const [channel, state] of this.states) {
      if (state.seq !== null) {
        seq[channel] = state.seq;
      }
    }
    const resume = this.epoch === null ? {} : { resume: { epoch: this.epoch, seq } };
    socket.send(JSON.stringify({ op: "hello", ...resume }));
  }

  private receive(text: unknown): void {
    const frame = parse(text);
    if (!frame) {
      return;
    }
    this.heardAt = this.around.now();
    this.expectFrame();
    switch (frame.op) {
      case "welcome":
        this.welcome(frame as Frame & { epoch?: unknown; heartbeat_ms?: unknown });
        break;
      case "heartbeat":
        this.attempts = 0;
        this.heartbeat(frame as unknown as { time?: unknown; seq?: unknown });
        break;
      case "error":
        this.refused(frame.channel ?? "");
        break;
      case "bye":
        this.bye(frame as unknown as { retry_ms?: unknown });
        break;
      default:
        this.channelFrame(frame);
    }
  }

  private welcome(frame: { epoch?: unknown; heartbeat_ms?: unknown }): void {
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
    for (const channel of this.channels.keys()) {
      this.subscribe(channel);
    }
    this.listener.connection({ kind: "open" });
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
      this.subscribe(channel);
      this.expectSnapshots();
    }
    if (state !== before && !state.awaiting) {
      this.attempts = 0;
      this.listener.changed(channel, state);
    }
  }

  private heartbeat(frame: { time?: unknown; seq?: unknown }): void {
    if (typeof frame.time === "string") {
      this.listener.heartbeat(frame.time);
    }
    const heads = (frame.seq ?? {}) as Record<string, unknown>;
    for (const [channel, state] of this.states) {
      const head = heads[channel];
      const behind = typeof head === "number" && state.seq !== null && head > state.seq;
      if (!behind || state.awaiting) {
        this.laggingAt.delete(channel);
      } else if (this.laggingAt.get(channel) !== state.seq) {
        // conflation may hold the newest delta back for a moment: only no movement at all is a loss
        this.laggingAt.set(channel, state.seq ?? 0);
      } else {
        this.laggingAt.delete(channel);
        this.states.set(channel, { ...state, awaiting: true });
        this.subscribe(channel);
        this.expectSnapshots();
      }
    }
  }

  private bye(frame: { retry_ms?: unknown }): void {
    const range = frame.retry_ms;
    if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite)) {
      const [low, high] = range as [number, number];
      this.retryRange = [Math.max(0, low), Math.min(BACKOFF_CAP_MS, Math.max(low, high))];
    }
  }

  private subscribe(channel: string): void {
    const request = {
      op: "subscribe",
      id: ++this.requests,
      channel,
      hz: this.channels.get(channel),
    };
    this.socket?.send(JSON.stringify(request));
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

  /** No frame for 2.5 heartbeats means that the connection is dead, whatever the socket says. */
  private expectFrame(): void {
    this.around.cancel(this.deadlineTimer);
    this.deadlineTimer = this.around.after(this.heartbeatMs * DEADLINE_HEARTBEATS, () =>
      this.reconnect(),
    );
  }

  /** A snapshot that was asked for after a gap and does not come is worth a new connection. */
  private expectSnapshots(): void {
    this.around.cancel(this.resyncTimer);
    this.resyncTimer = this.around.after(this.heartbeatMs * DEADLINE_HEARTBEATS, () => {
      if ([...this.states.values()].some((state) => state.awaiting)) {
        this.reconnect();
      }
    });
  }

  private lost(socket: Socket): void {
    if (socket === this.socket) {
      this.reconnect();
    }
  }

  private reconnect(): void {
    this.drop();
    const delay = this.delay();
    this.attempts++;
    this.retryTimer = this.around.after(delay, () => this.connect());
    this.listener.connection({ kind: "lost", retryAt: this.around.now() + delay });
  }

  private delay(): number {
    const asked = this.retryRange;
    this.retryRange = null;
    if (asked) {
      return asked[0] + this.around.random() * (asked[1] - asked[0]);
    }
    return this.around.random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** this.attempts);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.around.cancel(this.deadlineTimer);
    this.around.cancel(this.resyncTimer);
    this.around.cancel(this.refusedTimer);
    this.laggingAt.clear();
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }
}

function parse(text: unknown): Frame | null {
  if (typeof text !== "string") {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "op" in value ? (value as Frame) : null;
  } catch {
    return null;
  }
}
