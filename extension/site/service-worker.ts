/**
 * Keeps the page's own files, so that it opens without a network, and serves it isolated from other origins, which hosts of static files
 * cannot be told to: with threads in WASM. What the engine reads is kept by the engine.
 */

/** What the build puts in: the page's files, and a hash of all of them. */
declare const SHELL: readonly string[];
declare const REVISION: string;

/** The part of a service worker's scope that is used here; TypeScript's own library for it and the page's exclude each other. */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  location: Location;
  clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}
const scope = self as unknown as Scope;

const BASE = new URL("./", scope.location.href);
/** An origin may hold several sites, each in a folder of its own. */
const PREFIX = `headartist-page ${BASE.pathname} `;
const CACHE = PREFIX + REVISION;
const KNOWN = new Set(SHELL.map((path) => new URL(path, BASE).href));
/** Named by what is in them, and kept once they were asked for: the Inspector, WebGPU's engine. */
const PARTS = new URL("parts/", BASE).href;
/** At once, so that the first head does not wait behind hundreds of small files. */
const AT_A_TIME = 6;

scope.addEventListener("install", (event) => event.waitUntil(keepShell()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = "";
  if (request.method !== "GET" || url.origin !== BASE.origin) return;
  if (url.origin + url.pathname === BASE.href) event.respondWith(answer(new URL("index.html", BASE).href));
  else if (KNOWN.has(url.href) || url.href.startsWith(PARTS)) event.respondWith(answer(url.href));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  const left = [...KNOWN];
  const work = async () => {
    for (let url = left.shift(); url; url = left.shift()) {
      const response = await fetch(url, { cache: "no-cache" });
      if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
      await cache.put(url, response);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function answer(url: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  let response = await cache.match(url);
  if (!response) {
    response = await fetch(url);
    if (response.ok && url.startsWith(PARTS)) await cache.put(url, response.clone());
  }
  const { body, status, headers } = response;
  const isolated = new Headers(headers);
  isolated.set("cross-origin-opener-policy", "same-origin");
  isolated.set("cross-origin-embedder-policy", "require-corp");
  isolated.set("cross-origin-resource-policy", "same-origin");
  return new Response(body, { status, headers: isolated });
}
