import { createClient } from "../api/client.ts";
import { importHead } from "../api/import-head.ts";
import { portFetch, type TabNotice } from "../api/port-fetch.ts";
import type { Connected } from "../studio/connect.ts";
import { takeToken } from "../studio/take-token.ts";
import { showStanding } from "./standing.ts";

/** In the tab's memory once the page was loaded again for isolation; twice would help no more than once. */
const ISOLATED = "headartist.isolated";

/**
 * A first visit is served by the host, whose headers isolate no page, and has one thread. Its service worker does: the page is loaded once
 * more as soon as that is at work, if nobody has touched it yet. Otherwise threads come with the next visit.
 */
function isolateUntouched(): void {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touch, { once: true });
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    if (crossOriginIsolated || touched || sessionStorage.getItem(ISOLATED)) return;
    sessionStorage.setItem(ISOLATED, "asked");
    location.reload();
  });
}

/** Milliseconds that a service on the page's own host has to answer. */
const ANSWER = 2000;

/** What the studio works with: the service where this page's host has one, else a worker of the page. */
export async function connect(): Promise<Connected> {
  return (await hasService()) ? { url: location.origin, token: takeToken() } : connectWorker();
}

async function hasService(): Promise<boolean> {
  const client = createClient({
    url: location.origin,
    fetch: (address, given) => fetch(address, { ...given, signal: AbortSignal.timeout(ANSWER) }),
  });
  try {
    return (await client.call("health", {})).service === "headartist";
  } catch {
    return false;
  }
}

/** A worker, which answers as the service does. */
function connectWorker(): Connected {
  // The worker asks for no token, and the panel waits for one.
  const connection = { url: location.origin, token: "of this page", usual: { preset: "draft" as const }, alone: true };
  if (!isSecureContext) {
    showStanding({ type: "failed", message: "browsers keep heads for pages with HTTPS alone" });
    return { ...connection, fetch: () => new Promise(() => {}) };
  }
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL("tab.js", location.href), { type: "module", name: "headartist" });
  worker.onmessage = ({ data }: MessageEvent<TabNotice>) => showStanding(data);
  worker.onerror = ({ message }) => showStanding({ type: "failed", message });
  const provider = new URLSearchParams(location.search).get("provider") ?? undefined;
  worker.postMessage({ port: port2, provider }, [port2]);
  // Where there is none, as in a private window of some browsers, the page works for as long as there is a network.
  navigator.serviceWorker?.register(new URL("service-worker.js", location.href)).catch(console.warn);
  isolateUntouched();
  // Without this the browser may remove heads when its disk fills.
  void navigator.storage?.persist();
  const send = portFetch(port1);
  return { ...connection, fetch: send, importHead: (file, fit) => importHead(send, location.origin, file, fit) };
}
