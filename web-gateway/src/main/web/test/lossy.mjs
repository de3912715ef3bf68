// Sixty of the packaged clients against a running gateway over a transport that drops, repeats,
// reorders and disconnects. `lossy.mjs URL FAULTS` ends with a report of one line. The gateway's table
// has a row whose score is what the others add up to, so that a client that missed something without
// noticing shows a wrong sum.
import { Stream } from "../client/dist/index.js";

const CLIENTS = 60;
const CALM_MS = 3_000;
const LIMIT_MS = 300_000; // for a busy machine
const [url, wanted] = [process.argv[2], Number(process.argv[3])];
const report = { faults: 0, checked: 0, undetected: 0, resyncs: 0, converged: false };
let faulty = true;

/** A generator with a seed, so that a run can be told from another (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A socket that does to what it receives what networks and bad middleboxes do. */
function lossy(random) {
  const real = new WebSocket(url, "virtuoso.v1.json");
  const late = [];
  const ours = { onopen: null, onmessage: null, onclose: null };
  const hand = (data) => ours.onmessage?.({ data });
  real.onopen = () => ours.onopen?.();
  real.onclose = () => ours.onclose?.();
  real.onerror = () => {};
  real.onmessage = ({ data }) => {
    const draw = faulty ? random() : 1;
    if (draw < 0.32) {
      report.faults++;
    }
    if (draw < 0.1) {
      return;
    }
    if (draw < 0.2) {
      hand(data);
      hand(data);
    } else if (draw < 0.3) {
      late.push({ data, after: 1 + Math.floor(random() * 3) });
      return;
    } else if (draw < 0.32) {
      real.close();
      return;
    } else {
      hand(data);
    }
    for (const one of late.splice(0)) {
      if (--one.after > 0) {
        late.push(one);
      } else {
        hand(one.data);
      }
    }
  };
  return Object.assign(ours, {
    send(text) {
      report.resyncs += text.includes('"subscribe"') ? 1 : 0;
      if (real.readyState === 1) {
        real.send(text);
      }
    },
    close: () => real.close(),
  });
}

function check(rows) {
  let sum = 0;
  for (const [symbol, row] of rows) {
    if (symbol !== "SUMUSDT") {
      sum += (Number(symbol.slice(1, -4)) + 1) * row.score;
    }
  }
  return sum === rows.get("SUMUSDT")?.score;
}

const clients = [];
for (let i = 0; i < CLIENTS; i++) {
  const random = dice(i + 1);
  const stream = new Stream(
    new Map([["scores", 4]]),
    {
      socket: () => lossy(random),
      events: () => ({ close() {}, onmessage: null, onerror: null }),
      ask: () => Promise.reject(new Error("not here")),
      now: () => performance.now(),
      random,
      after: (ms, run) => setTimeout(run, ms),
      cancel: (timer) => clearTimeout(timer),
    },
    {
      changed(channel, { rows }) {
        report.checked++;
        if (!check(rows)) {
          report.undetected++;
        }
      },
      heartbeat() {},
      connection() {},
    },
  );
  stream.connect();
  clients.push(stream);
}

function end(code) {
  console.log(JSON.stringify(report));
  process.exit(code);
}

/** Ends well once each is within two deltas of the furthest, and none waits for anything. */
function judge() {
  const newest = Math.max(...clients.map((one) => one.state("scores").seq));
  report.converged = clients.every((one) => {
    const { seq, awaiting, rows } = one.state("scores");
    return !awaiting && seq >= newest - 2 && check(rows);
  });
  if (report.converged || report.undetected > 0) {
    end(report.undetected === 0 ? 0 : 1);
  }
}

const watch = setInterval(() => {
  if (faulty && report.faults >= wanted) {
    faulty = false;
    clearInterval(watch);
    setTimeout(() => setInterval(judge, 50), CALM_MS);
  }
}, 100);
setTimeout(() => end(2), LIMIT_MS);
