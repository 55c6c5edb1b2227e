import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { openPage } from "../../../extension/helpers/browser.ts";
import { atEnd } from "../../../service/helpers/at-end.ts";
import type { Consumers } from "./page.ts";

/** Other people's loaders in a page: what each finds in a file, and what went wrong on the page. */
export interface OpenConsumers extends Consumers {
  faults: readonly string[];
}

/** Opens a page in Chromium where three.js, three-vrm and TalkingHead load the files that are named, by "/name". */
export async function openConsumers(files: Record<string, Uint8Array>): Promise<OpenConsumers> {
  const page = await openPage(await serve(files));
  await page.waitForFunction(() => "consumers" in globalThis);
  const ask =
    <K extends keyof Consumers>(name: K) =>
    (url: string) =>
      page.evaluate(
        ([name, url]) => (globalThis as unknown as { consumers: Consumers }).consumers[name as "three"](url),
        [name, url] as const,
      ) as unknown as ReturnType<Consumers[K]>;
  return { three: ask("three"), vrm: ask("vrm"), talkingHead: ask("talkingHead"), faults: page.faults };
}

/** Serves files and the page that hands them to other people's loaders. */
async function serve(files: Record<string, Uint8Array>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
    // TalkingHead looks for its speech modules and worklets when it speaks, which nobody asks of it here.
    external: ["./lipsync-*", "./playback-worklet.js"],
  });
  const all = new Map<string, [string, Uint8Array | string]>([
    [
      "/",
      [
        "text/html",
        '<!doctype html><title>consumers</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      ],
    ],
    ["/page.js", ["text/javascript", outputFiles[0].contents]],
    ...Object.entries(files).map(
      ([name, bytes]) => [`/${name}`, ["model/gltf-binary", bytes]] as [string, [string, Uint8Array]],
    ),
  ]);
  const server = createServer((request, response) => {
    const found = all.get(request.url!);
    response.writeHead(found ? 200 : 404, { "content-type": found?.[0] ?? "text/plain" }).end(found?.[1]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
