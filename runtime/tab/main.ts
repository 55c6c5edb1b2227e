/** The worker that stands in for the service in a page without one. `npm run site` builds it. */

import type { TabNotice } from "../../extension/api/port-fetch.ts";
import { readPartDescriptions } from "../host/browser/head-kit.ts";
import { ortWasm, type Provider } from "../host/browser/providers.ts";
import { siteRecipes } from "../host/browser/recipes.ts";
import { createAccepting } from "./accept.ts";
import { answerBy } from "./answer.ts";
import { openAskedHeads } from "./asked.ts";
import { openEvents } from "./events.ts";
import { createHandlers } from "./handlers.ts";
import { openJobs } from "./jobs.ts";
import { openTabLibrary } from "./library.ts";
import { openSite } from "./open-site.ts";
import { servePort } from "./serve-port.ts";

/** One tab at a time works with the heads of this browser; the next one goes on when it is closed. */
const LOCK = "headartist";
/** Milliseconds after which a page is told that it waits for another one: after a reload the old one takes a moment to go. */
const PATIENCE = 1500;

const tell = (notice: TabNotice) => self.postMessage(notice);

/** `provider`: of the page's address. */
self.onmessage = ({ data }: MessageEvent<{ port: MessagePort; provider?: string }>) => {
  const waiting = setTimeout(() => tell({ type: "waiting" }), PATIENCE);
  const work = async () => {
    clearTimeout(waiting);
    try {
      servePort(data.port, await open(readProvider(data.provider)));
      tell({ type: "open" });
    } catch (error) {
      tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
    // Held for as long as this worker lives.
    await new Promise(() => {});
  };
  void navigator.locks.request(LOCK, work);
};

function readProvider(given: string | undefined): Provider | undefined {
  if (given === undefined || given === "wasm" || given === "webgpu") return given;
  throw new Error(
    `"provider" in the page's address is "${given}"; it can be wasm or webgpu, or be left out: the faster one`,
  );
}

async function open(provider?: Provider): Promise<(request: Request) => Promise<Response>> {
  const onLoading = (loaded: number, total: number) => tell({ type: "loading", loaded, total });
  const { base, version, files } = await openSite(onLoading);
  const events = openEvents();
  const library = await openTabLibrary(events);
  const startCompute = () => new Worker(new URL("compute.js", base), { type: "module", name: "headartist compute" });
  // The page works without a network from now on. A network that is slow or away is no fault of the heads.
  const wanted = [...files.list.keys()].filter((path) => path !== ortWasm("webgpu"));
  const onIdle = () => void files.keep(wanted).catch(console.warn);
  const jobs = openJobs({ library, provider, startCompute, onLoading, onIdle });
  jobs.wake();
  const reader = siteRecipes(files);
  const parts = () => readPartDescriptions(files);
  const accepting = createAccepting({ reader, library, jobs });
  const asked = await openAskedHeads(accepting, (head) => library.list().some(({ id }) => id === head));
  // Before anybody asks which heads there are.
  await asked.resume();
  return answerBy(createHandlers({ version, reader, parts, library, accepting, asked, jobs, events }));
}
