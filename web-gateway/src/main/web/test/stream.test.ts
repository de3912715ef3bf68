import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Answer,
  type Connection,
  type Events,
  type Socket,
  Stream,
} from "../client/src/stream.ts";
import { row } from "./fixtures.ts";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  welcome(epoch = "e1"): void {
    this.onopen?.();
    this.say({ op: "welcome", epoch, heartbeat_ms: 1_000 });
  }

  subscriptions(): unknown[] {
    return this.sent.filter((one) => one.op === "subscribe").map((one) => one.channel);
  }
}

class FakeEvents implements Events {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;

  constructor(readonly query: URLSearchParams) {}

  close(): void {
    this.closed = true;
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

class World {
  time = 0;
  draw = 0.5;
  readonly sockets: FakeSocket[] = [];
  readonly events: FakeEvents[] = [];
  readonly asked: [string, string | null][] = [];
  answer: Answer = { status: 503, etag: null, body: null };
  readonly connections: Connection[] = [];
  readonly heard: string[] = [];
  private timers: { at: number; run: () => void }[] = [];
  readonly stream = new Stream(
    new Map([["scores", 4]]),
    {
      socket: () => {
        const socket = new FakeSocket();
        this.sockets.push(socket);
        return socket;
      },
      events: (query) => {
        const events = new FakeEvents(new URLSearchParams(query));
        this.events.push(events);
        return events;
      },
      ask: (path, etag) => {
        this.asked.push([path, etag]);
        return Promise.resolve(this.answer);
      },
      now: () => this.time,
      random: () => this.draw,
      after: (ms, run) => {
        const timer = { at: this.time + ms, run };
        this.timers.push(timer);
        return timer;
      },
      cancel: (timer) => {
        this.timers = this.timers.filter((one) => one !== timer);
      },
    },
    {
      changed: (channel) => this.heard.push(channel),
      heartbeat: () => {},
      connection: (connection) => this.connections.push(connection),
    },
  );

  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) {
        break;
      }
      this.timers.shift();
      this.time = next.at;
      next.run();
    }
    this.time = end;
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    assert.ok(last);
    return last;
  }

  get connection(): Connection | undefined {
    return this.connections.at(-1);
  }
}

function started(): World {
  const world = new World();
  world.stream.connect();
  world.socket.welcome();
  world.socket.say({ op: "snapshot", channel: "scores", seq: 10, rows: [row({})] });
  return world;
}

test("says hello, subscribes after the welcome, hands on what it holds", () => {
  const world = started();
  assert.deepEqual(world.socket.sent, [
    { op: "hello" },
    { op: "subscribe", id: 1, channel: "scores", hz: 4 },
  ]);
  assert.deepEqual(world.heard, ["scores"]);
  assert.equal(world.stream.state("scores").seq, 10);
  assert.equal(world.connection?.kind, "open");
});

test("asks for a resync once per gap", () => {
  const world = started();
  for (const seq of [13, 14, 15]) {
    world.socket.say({ op: "delta", channel: "scores", seq, prev: seq - 1, changed: [] });
  }
  assert.deepEqual(world.socket.subscriptions(), ["scores", "scores"]);
  world.socket.say({ op: "snapshot", channel: "scores", seq: 15, rows: [row({ score: 1 })] });
  assert.equal(world.stream.state("scores").rows.get("BTCUSDT")?.score, 1);
});

test("a snapshot that never comes is worth a new connection", () => {
  const world = started();
  world.socket.say({ op: "delta", channel: "scores", seq: 13, prev: 12 });
  for (let i = 0; i < 3; i++) {
    world.pass(900);
    world.socket.say({ op: "pong" });
  }
  assert.equal(world.connection?.kind, "lost");
});

test("silence for two and a half heartbeats is a loss, and the resume names what is held", () => {
  const world = started();
  const first = world.socket;
  world.pass(2_499);
  assert.equal(first.closed, false);
  world.pass(1);
  assert.equal(first.closed, true);
  assert.deepEqual(world.connection, { kind: "lost", retryAt: 2_750 });
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.sent[0], {
    op: "hello",
    resume: { epoch: "e1", seq: { scores: 10 } },
  });
  world.socket.say({
    op: "delta",
    channel: "scores",
    seq: 11,
    prev: 10,
    changed: [row({ score: 2 })],
  });
  assert.equal(world.stream.state("scores").rows.get("BTCUSDT")?.score, 2);
});

test("a head that the client does not reach between two heartbeats is a loss", () => {
  const world = started();
  world.socket.say({ op: "heartbeat", time: "t", seq: { scores: 11 } });
  assert.equal(world.socket.subscriptions().length, 1);
  world.socket.say({ op: "heartbeat", time: "t", seq: { scores: 12 } });
  assert.equal(world.socket.subscriptions().length, 2);
});

test("a lost welcome is asked for again, a lost first snapshot too", () => {
  const world = new World();
  world.stream.connect();
  world.socket.onopen?.();
  world.socket.say({ op: "heartbeat", time: "t", seq: {} });
  assert.deepEqual(world.socket.sent, [{ op: "hello" }, { op: "hello" }]);
  world.socket.say({ op: "welcome", epoch: "e1", heartbeat_ms: 1_000 });
  world.socket.say({ op: "heartbeat", time: "t", seq: { scores: 3 } });
  world.socket.say({ op: "heartbeat", time: "t", seq: { scores: 3 } });
  assert.deepEqual(world.socket.subscriptions(), ["scores", "scores"]);
});

test("another epoch's snapshot is accepted whatever its number", () => {
  const world = started();
  world.socket.onclose?.();
  world.pass(30_000);
  world.socket.welcome("e2");
  world.socket.say({ op: "snapshot", channel: "scores", seq: 1, rows: [] });
  assert.equal(world.stream.state("scores").seq, 1);
});

test("a channel without a document is asked for again, without a new connection", () => {
  const world = new World();
  world.stream.connect();
  world.socket.welcome();
  world.socket.say({ op: "error", channel: "scores", problem: { status: 503 } });
  for (let second = 0; second < 5; second++) {
    world.pass(1_000);
    world.socket.say({ op: "heartbeat", time: "t", seq: { scores: 0 } });
  }
  assert.deepEqual(world.socket.subscriptions(), ["scores", "scores"]);
  assert.equal(world.sockets.length, 1);
});

test("backs off with full jitter between nothing and a cap of 30 s", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(20), (draw, losses) => {
      const world = new World();
      world.draw = draw;
      world.stream.connect();
      for (let loss = 0; loss <= losses; loss++) {
        world.socket.onclose?.();
        const limit = Math.min(30_000, 500 * 2 ** loss);
        assert.ok(world.connection?.kind === "lost");
        const delay = world.connection.retryAt - world.time;
        assert.ok(delay >= 0 && delay <= limit, `${delay} of ${limit}`);
        world.pass(delay);
        assert.equal(world.sockets.length, loss + 2);
      }
    }),
  );
});

test("a bye names its own delay; coming online cuts it short", () => {
  const world = started();
  world.socket.say({ op: "bye", code: "drain", retry_ms: [2_000, 6_000] });
  world.socket.onclose?.();
  assert.deepEqual(world.connection, { kind: "lost", retryAt: 4_000 });
  world.stream.connect();
  assert.equal(world.sockets.length, 2);
  world.pass(10_000);
  assert.equal(world.sockets.filter((socket) => !socket.closed).length, 0); // mute: given up again
});

/** Three sockets that never open. */
function walled(): World {
  const world = new World();
  world.draw = 0.999;
  world.stream.connect();
  for (let loss = 0; loss < 3; loss++) {
    world.socket.onclose?.();
    world.pass(500 * 2 ** loss);
  }
  return world;
}

test("after three failed sockets it listens to events, and still tries sockets", () => {
  const world = walled();
  const events = world.events[0];
  assert.ok(events);
  assert.equal(events.query.get("channel"), "scores");
  assert.equal(events.query.get("hz"), "4");
  events.say({ op: "welcome", epoch: "e1", heartbeat_ms: 1_000 });
  events.say({ op: "snapshot", channel: "scores", seq: 10, rows: [row({})] });
  assert.deepEqual(world.connection, { kind: "open", via: "events" });
  assert.equal(world.stream.state("scores").seq, 10);
  world.socket.onclose?.();
  assert.deepEqual(world.connection, { kind: "open", via: "events" });
  for (let i = 0; i < 10; i++) {
    world.pass(500);
    events.say({ op: "heartbeat", time: "t", seq: { scores: 10 } });
  }
  world.socket.welcome();
  assert.deepEqual(world.connection, { kind: "open", via: "socket" });
  assert.equal(events.closed, true);
  assert.deepEqual(world.socket.sent[0], {
    op: "hello",
    resume: { epoch: "e1", seq: { scores: 10 } },
  });
});

test("a gap on events is mended by listening anew, without what is no longer trusted", () => {
  const world = walled();
  const events = world.events[0];
  events?.say({ op: "welcome", epoch: "e1", heartbeat_ms: 1_000 });
  events?.say({ op: "snapshot", channel: "scores", seq: 10, rows: [row({})] });
  events?.say({ op: "delta", channel: "scores", seq: 12, prev: 11, changed: [] });
  assert.equal(world.events.length, 2);
  assert.equal(world.events[1]?.query.get("held"), null);
});

test("events resume where they were", () => {
  const world = walled();
  const events = world.events[0];
  events?.say({ op: "welcome", epoch: "e1", heartbeat_ms: 1_000 });
  events?.say({ op: "snapshot", channel: "scores", seq: 10, rows: [row({})] });
  events?.onerror?.();
  assert.equal(world.events[1]?.query.get("held"), "e1:10:scores");
});

test("without events it polls with the ETag, until a socket opens", async () => {
  const world = walled();
  const turn = () => new Promise((done) => setImmediate(done));
  for (let loss = 0; loss < 3; loss++) {
    world.events.at(-1)?.onerror?.();
  }
  await turn();
  const meta = { as_of: "2026-11-22T10:00:00.000Z", source: "live" };
  world.answer = {
    status: 200,
    etag: 'W/"1"',
    body: { data: { rows: [row({ score: 3 })] }, meta },
  };
  world.pass(5_000);
  await turn();
  assert.equal(world.stream.state("scores").rows.get("BTCUSDT")?.score, 3);
  assert.equal(world.stream.state("scores").asOf, meta.as_of);
  assert.deepEqual(world.connection, { kind: "open", via: "poll" });
  world.answer = { status: 304, etag: null, body: null };
  world.pass(5_000);
  await turn();
  assert.deepEqual(world.asked, [
    ["/api/market/symbols", null],
    ["/api/market/symbols", null],
    ["/api/market/symbols", 'W/"1"'],
  ]);
  while (world.socket.closed) {
    world.pass(1_000);
  }
  world.socket.welcome();
  const asked = world.asked.length;
  for (let i = 0; i < 10; i++) {
    world.pass(1_000);
    world.socket.say({ op: "pong" });
  }
  await turn();
  assert.equal(world.asked.length, asked);
});

test("paused means closed, without retries", () => {
  const world = started();
  world.stream.pause();
  assert.equal(world.socket.closed, true);
  world.pass(100_000);
  assert.equal(world.sockets.length, 1);
});

test("garbage is ignored", () => {
  const world = started();
  for (const data of ["", "{", "null", "[]", "7", '{"channel":"scores"}', new ArrayBuffer(3)]) {
    world.socket.onmessage?.({ data });
  }
  assert.equal(world.stream.state("scores").seq, 10);
  assert.equal(world.connection?.kind, "open");
});
