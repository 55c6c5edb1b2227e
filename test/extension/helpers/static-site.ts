import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { buildSite } from "../../../extension/site/build.ts";
import { atEnd } from "../../service/helpers/at-end.ts";
import { temporaryFolder } from "../../service/helpers/folders.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A host of static files, below a folder, as simple as they come: no headers but the type. */
export interface StaticSite {
  /** With a slash at its end. */
  url: string;
  /** Of the folder. */
  bytes: number;
  /** Bytes sent so far. */
  sent(): number;
  /** Takes the host off the network. */
  close(): void;
}

/** Builds the studio without a service and serves it. */
export async function staticSite(): Promise<StaticSite> {
  const folder = await temporaryFolder();
  const { bytes } = await buildSite(folder);
  let sent = 0;
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url!, "http://host").pathname.replace(/^\/heads\//, "");
    const name = path === "" ? "index.html" : path;
    const body = await readFile(join(folder, name)).catch(() => undefined);
    sent += body?.length ?? 0;
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  atEnd(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads/`, bytes, sent: () => sent, close };
}
