/** The stream's surroundings in a browser. */

import type { Events, Socket, Stream, Surroundings } from "./stream.ts";

const HIDDEN_GRACE_MS = 30_000;

/** @param base where the gateway is; without it, where the page came from */
export function here(base: string = location.href): Surroundings {
  const at = (path: string) => new URL(path, base);
  return {
    socket: () => {
      const url = at("/ws");
      url.protocol = url.protocol.replace("http", "ws");
      return new WebSocket(url, "virtuoso.v1.json") as unknown as Socket;
    },
    events: (query) => new EventSource(at(`/api/stream?${query}`)) as unknown as Events,
    async ask(path, etag) {
      const response = await fetch(at(path), {
        headers: etag ? { "If-None-Match": etag } : {},
        cache: "no-store",
      });
      const body: unknown = response.status === 200 ? await response.json() : null;
      return { status: response.status, etag: response.headers.get("ETag"), body };
    },
    now: () => performance.now(),
    random: () => Math.random(),
    after: (ms, run) => setTimeout(run, ms),
    cancel: (timer) => clearTimeout(timer as number | undefined),
  };
}

/** Connects at once when there is a network again or somebody looks, and rests when nobody does. */
export function followPage(stream: Stream): void {
  let hidden: ReturnType<typeof setTimeout> | undefined;
  addEventListener("online", () => stream.connect());
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(() => stream.pause(), HIDDEN_GRACE_MS);
    } else {
      stream.connect();
    }
  });
}
