import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { LEAVE_OUT } from "../../../extension/build.ts";
import { atEnd } from "../../service/helpers/at-end.ts";
import { temporaryFolder } from "../../service/helpers/folders.ts";

/** Serves `inspector-page.ts`, a page of somebody else's. @returns its origin. */
export async function hostPage(): Promise<string> {
  const folder = await temporaryFolder();
  await build({
    entryPoints: { page: join(import.meta.dirname, "inspector-page.ts") },
    outdir: folder,
    bundle: true,
    format: "esm",
    splitting: true,
    plugins: [LEAVE_OUT],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  const html =
    '<!doctype html><html lang="en"><title>host</title><link rel="icon" href="data:,"><body style="margin:0">' +
    '<div style="position:relative;width:100vw;height:100vh"><canvas style="width:100%;height:100%"></canvas></div>' +
    '<script type="module" src="/page.js"></script>';
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url!, "http://host").pathname;
    const body = path === "/" ? html : await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, {
      "content-type": path === "/" ? "text/html" : "text/javascript",
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
